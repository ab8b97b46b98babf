using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Documents;
using GangFlash.Line;

namespace GangFlash.Stations;

/// <summary>What came of reading a list of work orders.</summary>
/// <param name="Orders">None as soon as there is one error.</param>
public sealed record WorkOrderReading(ImmutableArray<WorkOrder>? Orders, ImmutableArray<DocumentProblem> Problems);

/// <summary>
/// A list of work orders as planning exports it: CSV in UTF-8 with the header <c>number,recipe,quantity</c>, commas or semicolons. Recipe and quantity may be empty:
/// then the operator chooses the recipe, and there is no limit. Columns behind these are values that a recipe may take from the work order, by the names in the header.
/// </summary>
public sealed class WorkOrderFile
{
    public const int MostOrders = 10_000;

    /// <summary>Of one work order; more is a slip of the keyboard.</summary>
    public const int MostUnits = 1_000_000;

    const string Header = "number,recipe,quantity";
    const int LongestNumber = 64;

    /// <summary>Of a value, in characters.</summary>
    public const int LongestValue = 64;

    /// <summary>Of one work order.</summary>
    public const int MostValues = 16;

    static readonly DocumentKind s_kind = new("work-orders", "work order list", $"the line '{Header}'");

    readonly DocumentProblems problems;
    readonly ScanReader scans;
    readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    ImmutableArray<string> names = [];

    WorkOrderFile(DocumentProblems problems, ScanReader scans) => (this.problems, this.scans) = (problems, scans);

    /// <summary>Never throws: a file that is no list gives none, and says why with line and column.</summary>
    /// <param name="file">For the messages; nothing is opened.</param>
    /// <param name="scans">A number that no scan can be is refused.</param>
    public static WorkOrderReading Read(string file, ReadOnlySpan<byte> bytes, ScanReader scans)
    {
        var found = new DocumentProblems(s_kind, file);
        ImmutableArray<WorkOrder>? orders = null;
        if (DocumentText.Decode(bytes, found) is { } text)
            orders = new WorkOrderFile(found, scans).Orders(text[DocumentText.WithoutMark(text)..].ReplaceLineEndings("\n").Split('\n'));
        return new(found.HasErrors ? null : orders, found.InOrder());
    }

    internal static bool IsRead(ScanReader scans, string number) => scans.Read(number, ScanEntry.Unknown) is { Kind: ScanKind.WorkOrder, Problem: null, Text: var text } && text == number;

    internal static string NotRead(string number) =>
        $"'{DocumentScalars.Show(number)}' would not be read as a work order when it is scanned; change the number, or 'work-order' below 'scans' and 'patterns' of the station file";

    ImmutableArray<WorkOrder> Orders(string[] text)
    {
        var separator = text[0].Contains(';') ? ';' : ',';
        var header = text[0].Split(separator, StringSplitOptions.TrimEntries);
        if (!string.Equals(string.Join(',', header.Take(3)), Header, StringComparison.OrdinalIgnoreCase))
        {
            problems.Error(DocumentCode.Text, new(1, 1), $"the first line of a work order list is '{Header}', and this is '{DocumentScalars.Show(text[0])}'");
            return [];
        }

        names = [.. header.Skip(3)];
        if (!AreNames())
            return [];

        var orders = ImmutableArray.CreateBuilder<WorkOrder>();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i].Trim().Length == 0)
                continue;
            if (orders.Count == MostOrders)
            {
                problems.Error(DocumentCode.TooLarge, new(i + 1, 1), $"a work order list has at most {MostOrders} work orders");
                break;
            }

            if (Order(text[i].Split(separator), i + 1) is { } order)
                orders.Add(order);
        }

        return orders.ToImmutable();
    }

    bool AreNames()
    {
        if (names.Length > MostValues)
            problems.Error(DocumentCode.Count, new(1, 1), $"a work order has at most {MostValues} values behind its quantity, and this list names {names.Length}");
        foreach (var name in names.Where(name => DocumentScalars.Name(name, "value") is not null))
            problems.Error(DocumentCode.Text, new(1, 1), $"'{DocumentScalars.Show(name)}' {DocumentScalars.Name(name, "value")}");
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            problems.Error(DocumentCode.Duplicate, new(1, 1), $"the value '{DocumentScalars.Show(twice.Key)}' stands in this line twice; keep one of the two");
        return !problems.HasErrors;
    }

    WorkOrder? Order(string[] fields, int line)
    {
        if (fields.Length != 3 + names.Length)
        {
            problems.Error(DocumentCode.Count, new(line, 1), $"a line of a work order list has {3 + names.Length} fields, and this has {fields.Length}; write {string.Join(',', names.Prepend(Header))} without quotation marks");
            return null;
        }

        SourcePlace second = new(line, fields[0].Length + 2), third = new(line, fields[0].Length + fields[1].Length + 3);
        var (number, recipe, quantity) = (fields[0].Trim(), fields[1].Trim(), fields[2].Trim());
        if (number.Length is 0 or > LongestNumber)
            problems.Error(DocumentCode.Text, new(line, 1), $"a number has 1 to {LongestNumber} characters, and this has {number.Length}");
        else if (!IsRead(scans, number))
            problems.Error(StationCode.WorkOrder, new(line, 1), NotRead(number));
        else if (!lines.TryAdd(number, line))
            problems.Error(DocumentCode.Duplicate, new(line, 1), $"work order '{DocumentScalars.Show(number)}' stands in line {lines[number]} already; keep one of the two");
        if (recipe.Length > 0 && DocumentScalars.Name(recipe, "recipe") is { } why)
            problems.Error(DocumentCode.Text, second, $"'{DocumentScalars.Show(recipe)}' {why}");
        int? planned = null;
        if (int.TryParse(quantity, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostUnits)
            planned = count;
        else if (quantity.Length > 0)
            problems.Error(DocumentCode.Number, third, $"a quantity is 1 to {MostUnits}, and this is '{DocumentScalars.Show(quantity)}'");
        var values = fields.Skip(3).Select(value => value.Trim()).ToList();
        if (values.Find(value => value.Length > LongestValue) is { } tooLong)
            problems.Error(DocumentCode.Text, new(line, 1), $"a value has at most {LongestValue} characters, and '{DocumentScalars.Show(tooLong)}' has {tooLong.Length}");
        return new(number, recipe.Length > 0 ? recipe : null, planned)
        {
            Values = ImmutableSortedDictionary<string, string>.Empty.AddRange(names.Zip(values).Where(value => value.Second.Length > 0).Select(value => KeyValuePair.Create(value.First, value.Second))),
        };
    }
}
