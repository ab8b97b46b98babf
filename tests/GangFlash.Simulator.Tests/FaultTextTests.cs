namespace GangFlash.Simulator.Tests;

public sealed class FaultTextTests
{
    static readonly BoardModel s_board = Desk.Rom("STM32F746");

    [Fact]
    public void A_place_says_where_and_how_often()
    {
        Assert.Equal(new Fault.Unplug(new FaultPlace.Nth(BoardStep.Write, 50)), Wire("unplug@write=50"));
        Assert.Equal(new Fault.Stall(new FaultPlace.At(0x0800_4000, BoardStep.Erase)), Wire("stall@erase=0x08004000"));
        Assert.Equal(new Fault.Silence(new FaultPlace.Nth(BoardStep.Leave, 1)), Wire("silence@leave"));
        Assert.Equal(new Fault.BreakTransfer(new FaultPlace.Request(12), Arrives: true), Wire("break-late@request=12"));
        Assert.Equal(new Fault.Stall(0), Wire("stall@transfer=0"));
        Assert.Equal(new Fault.FlipReadBit(new FaultPlace.At(0x0800_1234, BoardStep.Read)), Wire("bit-flip@0x08001234"));
        Assert.Equal(new Fault.Unplug(new FaultPlace.Nth(BoardStep.Read, 3)) { Repeat = FaultRepeat.EachPowerUp }, Wire("unplug@read=3,again"));
        Assert.Equal(new Fault.SlowAnswer(new FaultPlace.At(0x0800_0000, null), TimeSpan.FromSeconds(2.5)) { Repeat = FaultRepeat.Every }, Wire("slow=2.5s@0x08000000, every"));
        Assert.Equal(new Fault.StuckBit(0x0800_0010, 0x01, High: false), Assert.Single(Given("stuck-low=0x01@0x08000010").Faults));
        Assert.Equal(new Fault.StuckBit(0x0800_0010, 0xFF, High: true), Assert.Single(Given("stuck-high@0x08000010").Faults));
    }

    [Fact]
    public void What_is_wrong_with_the_whole_board_needs_no_place()
    {
        Assert.Equal(new MediaKind.StoresFirst(65_536), Given("stores-first=64K").Media);
        Assert.Equal(AddressRange.Of(0x0800_8000, 0x8000), Assert.Single(Given("write-protected@0x08009000").WriteProtected));
        Assert.Equal(LeaveHabit.ReturnsAsBootloader, Given("leaves=returns-as-bootloader").Leave);
        Assert.Equal(DfuSe.DfuState.UploadIdle, Given("found=dfuUPLOAD-IDLE").FirstState);
        Assert.Equal(DfuSe.DfuStatus.ErrFirmware, Given("found=dfuERROR").FirstStatus);
        Assert.Equal(10, Given("slow-erase=10").EraseTimeFactor);
    }

    /// <summary>Everything that is listed can be asked for, in the form in which it is listed.</summary>
    [Fact]
    public void Every_listed_fault_changes_a_board()
    {
        Assert.All(FaultCatalogue.All, kind =>
        {
            var value = kind.Value switch
            {
                null => "",
                "TIME" => "=3s",
                "STATUS" => "=errVENDOR",
                "STATE" => "=dfuERROR",
                "SIZE" => "=2K",
                "FACTOR" => "=3",
                "HOW" => "=stays",
                "MASK" => "=0x80",
                _ => throw new InvalidOperationException($"Nobody here knows {kind.Value}."),
            };
            var place = kind.Needs switch { FaultNeed.Place => kind.Name == "bit-flip" ? "@read=1" : "@write=1", FaultNeed.Address => "@0x08000000", _ => "" };

            var reading = FaultText.Parse($"{kind.Name}{value}{place}");

            Assert.Null(reading.Problem);
            Assert.NotEqual(s_board, reading.Fault!.Apply(s_board));
        });
    }

    [Theory]
    [InlineData("unplgu@write=3", "did you mean 'unplug'?")]
    [InlineData("", "fault '' is not known here; known are")]
    [InlineData("unplug", "'unplug' needs a place, such as @write=50, @read=0x08001234 or @leave; write unplug@PLACE")]
    [InlineData("stuck-low", "'stuck-low' needs an address")]
    [InlineData("unplug@wirte=3", "did you mean 'write'?")]
    [InlineData("unplug@never", "'never' is no place; write write=N")]
    [InlineData("unplug@write=0", "'0' is no number from 1 to 10000000 and no address")]
    [InlineData("unplug@write=", "'' is no number")]
    [InlineData("unplug@write=-1", "'-1' is no number")]
    [InlineData("unplug@request=0x08000000", "'0x08000000' is no number from 1 to 10000000")]
    [InlineData("unplug@write=0x0800400", "has 7 hex digits and an address has eight")]
    [InlineData("unplug@0x080040000", "has 9 hex digits and an address has eight")]
    [InlineData("unplug=3@write=3", "'unplug' takes no value; write unplug@PLACE")]
    [InlineData("slow@write=3", "'slow' needs a value; write slow=TIME@PLACE")]
    [InlineData("slow=3@write=3", "'3' is no time; write 500ms, 3s or 2m")]
    [InlineData("slow=61m@write=3", "'61m' is more than an hour")]
    [InlineData("error=errVENDER@write=3", "did you mean 'errVENDOR'?")]
    [InlineData("found=dfuERORR", "did you mean 'dfuERROR'?")]
    [InlineData("stores-nothing@write=3", "'stores-nothing' is the whole board's and has no place; write stores-nothing")]
    [InlineData("stores-nothing,again", "'stores-nothing' is always so; leave 'again' out")]
    [InlineData("stores-first=0", "is no size from 1 byte to 4 GiB")]
    [InlineData("unplug@write=3,twice", "'twice' is no word behind a fault; write again, every, or nothing")]
    [InlineData("unplug@write=3,again,every", "'again,every' is no word behind a fault")]
    [InlineData("unplug@transfer=3,every", "comes once; leave 'every' out")]
    [InlineData("bit-flip@write=3", "is no place for a bit that is wrong when it is read")]
    [InlineData("stuck-low=0x100@0x08000000", "is no mask of one byte")]
    [InlineData("leaves=never", "'never' is not known here; write clean")]
    [InlineData("slow-erase=0", "is no factor from 0.01 to 1000")]
    [InlineData("\u001b[31m@write=1", "\\x1B")]
    public void What_is_no_fault_is_said_with_what_to_write(string text, string problem)
    {
        var reading = FaultText.Parse(text);

        Assert.Null(reading.Fault);
        Assert.Contains(problem, reading.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', reading.Problem!);
    }

    [Fact]
    public void A_board_without_memory_at_an_address_cannot_have_a_fault_there() =>
        Assert.Equal("STM32F746 has no memory at 0x09000000", FaultText.Parse("bit-flip@0x09000000").Fault!.Against(s_board));

    static BoardModel Given(string text) => (FaultText.Parse(text) is { Fault: { } fault } ? fault : throw new InvalidOperationException(FaultText.Parse(text).Problem)).Apply(s_board);

    static Fault Wire(string text) => Assert.Single(Given(text).Faults);
}
