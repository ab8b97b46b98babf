using System.Text;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Recipes;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>ST community, October 2025: a line told thirty boards apart by a serial string that some of them share.</summary>
public sealed class Case1OneSerialThirtyBoards
{
    const string Collision = "208B317A3331";

    public static TheoryData<string, int[], string> Collisions => new()
    {
        { "STM32U585", [3, 7, 11], Collision },                     // C1-1
        { "STM32F072", [.. Enumerable.Range(1, 16)], "FFFFFFFEFFFF" },     // C1-3
    };

    [Theory]
    [MemberData(nameof(Collisions))]
    public async Task C1_1_and_C1_3_each_slot_gets_its_own_image_and_its_own_record_whatever_the_serials(string chip, int[] alike, string serial)
    {
        var bench = new TestBench(Enumerable.Range(1, 16).Select(slot => alike.Contains(slot) ? Rom(chip, slot) with { Serial = serial } : Rom(chip, slot)));
        var images = Enumerable.Range(1, 16).ToDictionary(slot => slot, WithUnitSerial);
        var orders = images.ToDictionary(image => image.Key, image => SomeOrder.Of(chip, 0x0800_0000, image.Value));

        var outcomes = await bench.FlashAllAsync(orders[1], slot => slot with { Order = orders[slot.Slot] });

        Assert.Equal(alike, outcomes.Where(outcome => Passed(outcome).Device!.Serial.Text == serial).Select(outcome => outcome.Loaded.Slot));
        Assert.All(images, image => Holds(bench.Board(image.Key), 0x0800_0000, image.Value));
        Assert.Equal(Enumerable.Range(1, 16), bench.Recorder.Starts.Select(start => start.Slot));
        Assert.Equal(16, bench.Recorder.Starts.Select(start => start.Port).Distinct().Count());
        Assert.All(bench.Recorder.Starts, start => Assert.Same(orders[start.Slot], start.Order));
        Assert.Equal(16, bench.Recorder.Ends.Select(end => end.Attempt).Distinct().Count());
    }

    [Fact]
    public void C1_2_two_unique_ids_that_differ_in_the_wafer_number_make_one_serial()
    {
        Assert.Equal(Collision, UniqueIdSerial.Of(0x0058_0027, 0x3331_500B, 0x2033_3153));
        Assert.Equal(Collision, UniqueIdSerial.Of(0x0058_0027, 0x3331_5004, 0x2033_3153));
    }

    [Fact]
    public void C1_2_a_recipe_that_takes_it_for_a_units_identity_is_refused_with_the_reason()
    {
        const string Text = """
            recipe: by-serial
            revision: 1
            images: [ { file: h563-boot.bin, at: 0x08000000 } ]
            serial: { from: usb, unique: true }
            """;

        var reading = RecipeReader.Read("test.yaml", Encoding.UTF8.GetBytes(Text));

        Assert.Null(reading.Recipe);
        var problem = Assert.Single(reading.Problems, problem => problem.Code == $"recipe.{RecipeCode.UniqueSerial}");
        Says(problem.Message, "USB serials can't be unique");
    }

    [Fact]
    public async Task C1_4_a_serial_that_changes_at_each_power_up_is_no_other_device()
    {
        var bench = new TestBench(Rom("STM32L496", 1), Rom("STM32L496", 2));
        var image = SomeOrder.Program(5000);

        var outcomes = await bench.FlashAllAsync(SomeOrder.Of("STM32L496", 0x0800_0000, image), slot =>
        {
            bench.Bus.Plug(slot.Port, bench.Board(slot.Slot));
            return slot;
        });

        Assert.All(outcomes, outcome => Assert.NotEqual(outcome.Loaded.Device!.Serial.Text, Passed(outcome).Device!.Serial.Text));
        Assert.All([1, 2], slot => Holds(bench.Board(slot), 0x0800_0000, image));
    }

    [Theory]
    [InlineData("STM32F446", "STM32FxSTM32")]
    [InlineData("STM32F722", "STM32FxSTM32")]
    [InlineData("GD32VF103", "3CBJ")]
    [InlineData("STM32H743", "200364500000")]
    public async Task C1_5_a_serial_that_stands_in_for_one_is_known_as_such(string chip, string serial)
    {
        var board = Rom(chip);

        var device = await IdentifyAsync(new(board), board.Usb);

        Assert.Equal(serial, device.Serial.Text);
        Assert.True(PlaceholderSerials.IsPlaceholder(device.Serial.Text));
        Assert.False(PlaceholderSerials.IsPlaceholder(Collision));
    }

    [Fact]
    public async Task C1_6_boards_that_swapped_their_ports_since_they_were_identified_are_not_erased()
    {
        var bench = new TestBench(Rom("STM32U585", 1), Rom("STM32U585", 2), Rom("STM32U585", 3));
        var (one, two) = (bench.Board(1), bench.Board(2));

        var outcomes = await bench.FlashAllAsync(SomeOrder.Of("STM32U585", 0x0800_0000, SomeOrder.Program(5000)), slot =>
        {
            if (slot.Slot <= 2)
                bench.Bus.Plug(slot.Port, slot.Slot == 1 ? two : one);
            return slot;
        });

        Assert.Equal(["device.moved", "device.moved", ""], outcomes.Select(outcome => outcome.Verdict.Code));
        var moved = Failed<FlashFailure.Moved>(ResultOf(outcomes[0]), "device.moved");
        Assert.Equal((outcomes[1].Loaded.Port, outcomes[0].Loaded.Port), (moved.From, moved.To));
        Untouched(one);
        Untouched(two);
    }

    /// <summary>The same program with a unit serial of its own at the end.</summary>
    static byte[] WithUnitSerial(int slot) => [.. TestImages.Bytes("h563-boot.bin"), .. Encoding.ASCII.GetBytes($"UNIT-{slot:D6}")];
}
