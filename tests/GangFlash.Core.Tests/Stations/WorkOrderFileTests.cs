using System.Text;
using GangFlash.Line;
using GangFlash.Stations;

namespace GangFlash.Tests.Stations;

public sealed class WorkOrderFileTests
{
    static WorkOrderReading Read(string text) => WorkOrderFile.Read("orders.csv", Encoding.UTF8.GetBytes(text), new(new ScanSetup().Codes, BadgeList.Empty, null));

    [Theory]
    [InlineData("number,recipe,quantity\nWO-1,f746-demo,500\nWO-2,,\n")]
    [InlineData("\uFEFFNumber;Recipe;Quantity\r\nWO-1;f746-demo;500\r\n\r\nWO-2;;\r\n")]
    [InlineData("number, recipe, quantity\nWO-1 , f746-demo , 500\nWO-2 , ,")]
    public void What_planning_exports_is_read(string text)
    {
        var reading = Read(text);

        Assert.Empty(reading.Problems);
        Assert.Equal([new("WO-1", "f746-demo", 500), new("WO-2", null, null)], reading.Orders!.Value.AsEnumerable());
    }

    [Fact]
    public void Columns_behind_the_quantity_are_values_by_the_names_in_the_header()
    {
        var reading = Read("number;recipe;quantity;hw;country\nWO-1;pump;5;1.4;\nWO-2;pump;;2.0;JP\n");

        Assert.Equal(["WO-1 hw=1.4", "WO-2 country=JP,hw=2.0"], reading.Orders!.Value.Select(order => $"{order.Number} {string.Join(',', order.Values.Select(value => $"{value.Key}={value.Value}"))}"));
    }

    [Theory]
    [InlineData("number,recipe,quantity,hw rev", "1:1: error: 'hw rev' is no name of a value; use 1 to 64 letters, digits, dots, dashes and underscores")]
    [InlineData("number,recipe,quantity,hw,hw", "1:1: error: the value 'hw' stands in this line twice; keep one of the two")]
    [InlineData("number,recipe,quantity,hw\nWO-1,a,5", "2:1: error: a line of a work order list has 4 fields, and this has 3; write number,recipe,quantity,hw without quotation marks")]
    public void Values_without_a_proper_name_or_place_are_refused(string text, string problem) => Assert.Equal([$"orders.csv:{problem}"], Read(text).Problems.Select(found => found.ToString()));

    [Theory]
    [InlineData("", "1:1: error: the first line of a work order list is 'number,recipe,quantity', and this is ''")]
    [InlineData("WO-1,a,5", "1:1: error: the first line of a work order list is 'number,recipe,quantity', and this is 'WO-1,a,5'")]
    [InlineData(
        "number,recipe,quantity\nWO-1,a b,0\nWO-1,a,1.5\n4711,a,1\nWO-2\n,a,1",
        "2:6: error: 'a b' is no name of a recipe; use 1 to 64 letters, digits, dots, dashes and underscores",
        "2:10: error: a quantity is 1 to 1000000, and this is '0'",
        "3:1: error: work order 'WO-1' stands in line 2 already; keep one of the two",
        "3:8: error: a quantity is 1 to 1000000, and this is '1.5'",
        "4:1: error: '4711' would not be read as a work order when it is scanned; change the number, or 'work-order' below 'scans' and 'patterns' of the station file",
        "5:1: error: a line of a work order list has 3 fields, and this has 1; write number,recipe,quantity without quotation marks",
        "6:1: error: a number has 1 to 64 characters, and this has 0")]
    [InlineData("number,recipe,quantity\n\"WO-1\",\"a\",\"5\"",
        "2:1: error: '\"WO-1\"' would not be read as a work order when it is scanned; change the number, or 'work-order' below 'scans' and 'patterns' of the station file",
        "2:8: error: '\"a\"' is no name of a recipe; use 1 to 64 letters, digits, dots, dashes and underscores",
        "2:12: error: a quantity is 1 to 1000000, and this is '\"5\"'")]
    [InlineData("number,recipe,quantity\nWO-\u0007,a,5", "2:4: error: this is the invisible character \\x07; delete it")]
    public void What_is_wrong_is_said_at_its_place_all_at_once(string text, params string[] problems)
    {
        var reading = Read(text);

        Assert.Null(reading.Orders);
        Assert.Equal(problems.Select(problem => $"orders.csv:{problem}"), reading.Problems.Select(problem => problem.ToString()));
        Assert.All(reading.Problems, problem => Assert.StartsWith("work-orders.", problem.Code, StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_that_never_ends_is_cut_off()
    {
        var text = new StringBuilder("number,recipe,quantity\n");
        for (var i = 0; i <= WorkOrderFile.MostOrders; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"WO-{i},a,1\n");

        Assert.Equal(["orders.csv:10002:1: error: a work order list has at most 10000 work orders"], Read(text.ToString()).Problems.Select(problem => problem.ToString()));
    }
}
