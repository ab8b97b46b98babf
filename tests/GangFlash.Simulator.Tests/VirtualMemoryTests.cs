using GangFlash.Chips;

namespace GangFlash.Simulator.Tests;

/// <summary>Flash as silicon has it: bits go one way, what was written is not written again (dfuse.md 13.1).</summary>
public sealed class VirtualMemoryTests
{
    const uint At = 0x0800_0000;

    [Theory]
    [InlineData("STM32F746", RewriteRule.ClearsBits)]
    [InlineData("STM32L072", RewriteRule.SetsBits)]
    [InlineData("STM32F072", RewriteRule.BlankOrZero)]
    [InlineData("STM32G474", RewriteRule.Refused)]
    [InlineData("STM32H743", RewriteRule.BreaksEcc)]
    public void A_blank_granule_takes_anything_and_an_erase_makes_it_blank_again(string part, RewriteRule rule)
    {
        var (memory, granule, erased) = New(part, rule);

        Assert.True(memory.Program(At, Filled(granule, 0x5A)));
        Assert.Equal(Filled(granule, 0x5A), Read(memory, granule));
        memory.Erase(memory.SectorAt(At)!.Value);
        Assert.Equal(Filled(granule, erased), Read(memory, granule));
        Assert.True(memory.Program(At, Filled(granule, 0xA5)));
        Assert.Equal(Filled(granule, 0xA5), Read(memory, granule));
    }

    [Theory]
    [InlineData("STM32F746", true, 0x50)]
    [InlineData("STM32L072", true, 0xFA)]
    [InlineData("STM32F072", false, 0x5A)]
    [InlineData("STM32G474", false, 0x5A)]
    public void A_granule_that_is_written_takes_a_second_value_by_its_rule(string part, bool taken, byte then)
    {
        var (memory, granule, _) = New(part);
        _ = memory.Program(At, Filled(granule, 0x5A));

        Assert.Equal(taken, memory.Program(At, Filled(granule, 0xF0)));
        Assert.Equal(Filled(granule, then), Read(memory, granule));
        Assert.False(memory.IsBroken(AddressRange.Of(At, 1)));
    }

    [Theory]
    [InlineData("STM32F072")]
    [InlineData("STM32G474")]
    public void All_zeros_are_always_taken(string part)
    {
        var (memory, granule, _) = New(part);
        _ = memory.Program(At, Filled(granule, 0x5A));

        Assert.True(memory.Program(At, Filled(granule, 0)));
        Assert.Equal(Filled(granule, 0), Read(memory, granule));
    }

    [Fact]
    public void Error_correction_remembers_a_granule_that_was_written_with_the_erased_value()
    {
        var (memory, granule, _) = New("STM32G474");
        _ = memory.Program(At, Filled(granule, 0xFF));

        Assert.False(memory.Program(At, Filled(granule, 0x12)));
    }

    [Fact]
    public void An_H743_takes_a_second_value_and_its_error_correction_is_wrong_until_the_erase()
    {
        var (memory, granule, _) = New("STM32H743");
        _ = memory.Program(At, Filled(granule, 0x5A));

        Assert.True(memory.Program(At, Filled(granule, 0xF0)));
        Assert.True(memory.IsBroken(AddressRange.Of(At + 4, 1)));
        Assert.False(memory.IsBroken(AddressRange.Of(At + (uint)granule, 1)));
        memory.Erase(memory.SectorAt(At)!.Value);
        Assert.False(memory.IsBroken(AddressRange.Of(At, 64)));
    }

    [Fact]
    public void Half_a_granule_uses_it_up()
    {
        var (memory, granule, _) = New("STM32G474");
        _ = memory.Program(At, Filled(granule / 2, 0x12));

        Assert.False(memory.Program(At + (uint)granule / 2, Filled(granule / 2, 0x34)));
    }

    [Fact]
    public void What_was_refused_leaves_the_granules_before_it_written()
    {
        var (memory, granule, _) = New("STM32G474");
        _ = memory.Program(At + (uint)granule, Filled(granule, 0x12));

        Assert.False(memory.Program(At, Filled(3 * granule, 0x34)));

        Assert.Equal([.. Filled(granule, 0x34), .. Filled(granule, 0x12), .. Filled(granule, 0xFF)], Read(memory, 3 * granule));
    }

    [Fact]
    public void An_erase_takes_its_whole_sector_and_nothing_else()
    {
        var (memory, _, _) = New("STM32F746");
        memory.Put(AddressRange.Of(At, 0x3_0000), 0x11);

        memory.Erase(memory.SectorAt(At + 0x8000 + 123)!.Value);

        Assert.Equal(0x11, memory.Read(AddressRange.Of(At + 0x7FFF, 1))[0]);
        Assert.All(memory.Read(AddressRange.Of(At + 0x8000, 0x8000)), value => Assert.Equal(0xFF, value));
        Assert.Equal(0x11, memory.Read(AddressRange.Of(At + 0x1_0000, 1))[0]);
    }

    [Theory]
    [InlineData(true, 0x01, 0x00, 0x01)]
    [InlineData(true, 0x01, 0xFE, 0xFF)]
    [InlineData(false, 0x80, 0xFF, 0x7F)]
    public void A_stuck_bit_reads_as_it_is_stuck(bool high, byte mask, byte written, byte read)
    {
        var (memory, _, _) = New("STM32F746");
        memory.Stick(At + 5, mask, high);

        _ = memory.Program(At + 4, [written, written]);

        Assert.Equal([written, read], memory.Read(AddressRange.Of(At + 4, 2)));
    }

    [Fact]
    public void The_last_bytes_of_the_address_space_can_be_read()
    {
        var (memory, _, _) = New("STM32F746");
        memory.Put(0xFFFF_FFFE, [7, 8]);

        Assert.Equal([0xFF, 7, 8], memory.Read(AddressRange.Of(0xFFFF_FFFD, 3)));
    }

    static (VirtualMemory Memory, int Granule, byte Erased) New(string part, RewriteRule? rule = null)
    {
        var flash = VirtualBoards.Chip(part).Chip.Flash;
        Assert.Equal(rule ?? flash.Rewrite, flash.Rewrite);
        return (new(flash, [flash.Maps[0]]), flash.Granule, flash.Erased);
    }

    static byte[] Filled(int length, byte value) => [.. Enumerable.Repeat(value, length)];

    static byte[] Read(VirtualMemory memory, int length) => memory.Read(AddressRange.Of(At, (ulong)length));
}
