using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Documents;

namespace GangFlash.Reports;

/// <summary>A definition, or why there is none. Warnings may stand beside a definition.</summary>
public sealed record ReportReading(ReportDefinition? Definition, ImmutableArray<DocumentProblem> Problems);

/// <summary>Reads a report's file: lines that begin with <c>--@</c> say what it is, everything else is SQL. Finds every problem at once.</summary>
public static partial class ReportReader
{
    /// <summary>Rows of a section where the file says nothing else: more than anyone reads, fewer than would fill a memory.</summary>
    public const int UsualRows = 10_000;

    /// <summary>The most that a file may ask for.</summary>
    public const int MostRows = 1_000_000;

    internal static DocumentKind Kind { get; } = new("report", "report definition", "--@ title \"…\"");

    /// <param name="file">Names the report: its file name without ending.</param>
    public static ReportReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var problems = new DocumentProblems(Kind, file);
        var name = Path.GetFileNameWithoutExtension(file);
        if (!NameShape.IsMatch(name))
            problems.Error(DocumentCode.Path, new(1, 1), $"'{Printable.Escape(name, 64)}' is no name of a report; use lower-case letters, digits and dashes, such as yield-by-shift.sql");
        // A tab is as good as a space in SQL, and as wide in a place.
        var spaced = bytes.ToArray();
        spaced.AsSpan().Replace((byte)'\t', (byte)' ');
        if (DocumentText.Decode(spaced, problems) is not { } text)
            return new(null, problems.InOrder());
        var reader = new Reading(name, file, problems);
        var lines = text[DocumentText.WithoutMark(text)..].ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
            reader.Line(lines[i], i + 1);
        var definition = reader.End(lines.Length);
        return new(problems.HasErrors ? null : definition, problems.InOrder());
    }

    /// <summary>A word of a directive, or a text in quotes.</summary>
    readonly record struct Token(string Text, bool IsQuoted, SourcePlace Place);

    sealed class Reading(string name, string file, DocumentProblems problems)
    {
        static readonly ImmutableArray<string> s_directives =
            ["title", "question", "group", "param", "section", "show", "numbers", "column", "chart", "empty", "rows", "define", "note"];

        /// <summary>Options that every report has on the command line.</summary>
        static readonly ImmutableArray<string> s_reserved = ["config", "database", "format", "output", "reports", "help", "version"];

        readonly List<ReportParameter> parameters = [];
        readonly List<(string Name, SourcePlace Place)> parameterPlaces = [];
        readonly List<ReportSection> sections = [];
        readonly List<string> definitions = [];
        readonly Dictionary<string, int> firstLines = [];
        string? title, question, group;
        SectionDraft? draft;

        public void Line(string line, int number)
        {
            if (line.TrimStart() is var trimmed && trimmed.StartsWith("--@", StringComparison.Ordinal))
            {
                Directive(trimmed[3..], number, line.Length - trimmed.Length + 4);
                return;
            }

            var isSql = trimmed.Length > 0 && !trimmed.StartsWith("--", StringComparison.Ordinal);
            if (isSql && draft is null)
                draft = new(null, new(number, 1));      // a report of one section needs no line for it
            draft?.Sql(line, number, isSql);
        }

        public ReportDefinition? End(int lines)
        {
            EndSection();
            if (title is null && !firstLines.ContainsKey("title"))
                problems.Error(DocumentCode.MissingKey, new(1, 1), "the report has no title; write --@ title \"…\"");
            if (question is null && !firstLines.ContainsKey("question"))
                problems.Error(DocumentCode.MissingKey, new(1, 1), "the report does not say what it answers; write --@ question \"…\"");
            if (sections.Count == 0 && !problems.HasErrors)
                problems.Error(DocumentCode.MissingKey, new(lines, 1), "the report has no SQL; write a SELECT under its header");
            var used = sections.SelectMany(section => ParametersIn(section.Sql)).ToHashSet(StringComparer.Ordinal);
            foreach (var (unused, place) in parameterPlaces.Where(parameter => !used.Contains(parameter.Name)))
                problems.Error(DocumentCode.UnusedKey, place, $"no SQL uses @{Printable.Escape(unused, 64)}, so the report would not change with it; use it or remove the line");
            return new(name, file, title ?? "", question ?? "", group ?? "Other", [.. parameters], [.. sections], [.. definitions]);
        }

        void Directive(string rest, int number, int column)
        {
            var tokens = Tokens(rest, number, column);
            if (tokens is [])
            {
                problems.Error(DocumentCode.NoValue, new(number, column), $"--@ says nothing; write one of {string.Join(", ", s_directives)} behind it");
                return;
            }

            var (key, values) = (tokens[0], tokens.Skip(1).ToImmutableArray());
            switch (key.Text)
            {
                case "title":
                    title = Once(key, values) ?? title;
                    break;
                case "question":
                    question = Once(key, values) ?? question;
                    break;
                case "group":
                    group = Once(key, values) ?? group;
                    break;
                case "param":
                    Parameter(key, values);
                    break;
                case "section":
                    EndSection();
                    draft = new(Text(key, values), key.Place);
                    break;
                case "show":
                    InSection(key)?.Shape = Choice<SectionShape>(key, values);
                    break;
                case "numbers":
                    InSection(key)?.Numbers = Choice<SectionNumbers>(key, values);
                    break;
                case "column":
                    Column(key, values);
                    break;
                case "chart":
                    Chart(key, values);
                    break;
                case "empty":
                    InSection(key)?.Empty = Text(key, values);
                    break;
                case "rows":
                    Rows(key, values);
                    break;
                case "define":
                    Define(key, values);
                    break;
                case "note":
                    if (Text(key, values) is { } note)
                        definitions.Add(note);
                    break;
                default:
                    problems.Error(DocumentCode.UnknownKey, key.Place, Suggestion.Nearest(key.Text, s_directives) is { } near
                        ? $"'{Printable.Escape(key.Text, 64)}' is no word of a report's header; did you mean '{near}'?"
                        : $"'{Printable.Escape(key.Text, 64)}' is no word of a report's header, which knows {string.Join(", ", s_directives)}");
                    break;
            }
        }

        ImmutableArray<Token> Tokens(string rest, int line, int column)
        {
            var tokens = ImmutableArray.CreateBuilder<Token>();
            var end = 0;
            for (var match = TokenShape.Match(rest); match.Success && match.Index == end; match = match.NextMatch())
            {
                var quoted = match.Groups["text"] is { Success: true } text ? text : null;
                var at = quoted ?? match.Groups["word"];
                tokens.Add(new(quoted is null ? at.Value : at.Value.Replace("\"\"", "\"", StringComparison.Ordinal), quoted is not null, new(line, column + at.Index - (quoted is null ? 0 : 1))));
                end = match.Index + match.Length;
            }

            if (rest[end..].Trim().Length > 0)
                problems.Error(DocumentCode.Text, new(line, column + end), "a quotation mark is missing; write texts as \"…\"");
            return tokens.ToImmutable();
        }

        string? Once(Token key, ImmutableArray<Token> values)
        {
            if (!firstLines.TryAdd(key.Text, key.Place.Line))
                problems.Error(DocumentCode.DuplicateKey, key.Place, $"'{key.Text}' stands in line {firstLines[key.Text]} already; keep one of the two");
            return Text(key, values);
        }

        /// <summary>One text in quotes.</summary>
        string? Text(Token key, ImmutableArray<Token> values)
        {
            if (values is [{ IsQuoted: true, Text: [_, ..] text }])
                return text;
            problems.Error(DocumentCode.Text, key.Place, $"'{key.Text}' takes one text in quotes; write --@ {key.Text} \"…\"");
            return null;
        }

        T Choice<T>(Token key, ImmutableArray<Token> values)
            where T : struct, Enum
        {
            if (values is not [{ IsQuoted: false } word])
            {
                problems.Error(DocumentCode.NoValue, key.Place, $"'{key.Text}' takes one word: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
                return default;
            }

            return Choice<T>(word);
        }

        T Choice<T>(Token word)
            where T : struct, Enum
        {
            if (DocumentScalars.Choice<T>(word.Text, out var choice) is { } why)
                problems.Error(DocumentCode.Choice, word.Place, $"'{Printable.Escape(word.Text, 64)}' {why}");
            return choice;
        }

        SectionDraft? InSection(Token key)
        {
            if (draft is { HasSql: true })
            {
                problems.Error(DocumentCode.WrongType, key.Place, $"'{key.Text}' stands behind the SQL of its section; write it in front, or begin a new one with --@ section \"…\"");
                return null;
            }

            return draft ??= new(null, key.Place);
        }

        void Parameter(Token key, ImmutableArray<Token> values)
        {
            const string Shape = "write --@ param name type [required | = default] \"what it does\", such as --@ param batch text required \"The batch.\"";
            if (values.Length < 3 || values[0].IsQuoted || values[1].IsQuoted || !values[^1].IsQuoted)
            {
                problems.Error(DocumentCode.WrongType, key.Place, $"this is no parameter; {Shape}");
                return;
            }

            var (word, type) = (values[0], values[1]);
            if (!WordShape.IsMatch(word.Text))
                problems.Error(DocumentCode.Text, word.Place, $"'{Printable.Escape(word.Text, 64)}' is no name of a parameter; use lower-case letters, digits and underscores");
            if (s_reserved.Contains(word.Text))
                problems.Error(DocumentCode.Duplicate, word.Place, $"every report has an option --{word.Text} already; give the parameter another name");
            if (parameters.Exists(parameter => parameter.Name == word.Text))
                problems.Error(DocumentCode.DuplicateKey, word.Place, $"there is a parameter '{Printable.Escape(word.Text, 64)}' already; keep one of the two");
            var choices = ChoiceShape.Match(type.Text) is { Success: true } choice ? [.. choice.Groups["words"].Value.Split('|', StringSplitOptions.RemoveEmptyEntries)] : ImmutableArray<string>.Empty;
            var kind = choices.IsEmpty ? TypeOf(type) : ParameterType.Choice;
            var rest = values[2..^1];
            var isRequired = rest is [{ IsQuoted: false, Text: "required" }];
            var given = rest is [{ IsQuoted: false, Text: "=" }, _] ? rest[1].Text : null;
            if (!isRequired && given is null && !rest.IsEmpty)
                problems.Error(DocumentCode.WrongType, rest[0].Place, $"'{Printable.Escape(rest[0].Text, 64)}' does not belong here; {Shape}");
            var read = new ReportParameter(word.Text, kind, isRequired, given, choices, values[^1].Text);
            if (given is not null && ReportArguments.Read(read, given, ReportMoment.Some).Problem is { } why)
                problems.Error(DocumentCode.Choice, rest[1].Place, $"the default {why}");
            parameters.Add(read);
            parameterPlaces.Add((word.Text, word.Place));
        }

        ParameterType TypeOf(Token type)
        {
            switch (type.Text)
            {
                case "text":
                    return ParameterType.Text;
                case "integer":
                    return ParameterType.Integer;
                case "time":
                    return ParameterType.Time;
                default:
                    problems.Error(DocumentCode.Choice, type.Place, $"'{Printable.Escape(type.Text, 64)}' is no type of a parameter; write text, integer, time or choice(one|two)");
                    return ParameterType.Text;
            }
        }

        void Column(Token key, ImmutableArray<Token> values)
        {
            if (InSection(key) is not { } section)
                return;
            if (values.Length is not (3 or 5) || values[0].IsQuoted || values[1].IsQuoted || !values[2].IsQuoted || (values.Length == 5 && values[3].Text != "->"))
            {
                problems.Error(DocumentCode.WrongType, key.Place, "this is no column; write --@ column name type \"Title\", or add -> report(parameter) behind it");
                return;
            }

            var (word, type) = (values[0], values[1]);
            if (!WordShape.IsMatch(word.Text))
                problems.Error(DocumentCode.Text, word.Place, $"'{Printable.Escape(word.Text, 64)}' is no name of a column; use lower-case letters, digits and underscores");
            if (section.Columns.Exists(column => column.Name == word.Text))
                problems.Error(DocumentCode.DuplicateKey, word.Place, $"there is a column '{Printable.Escape(word.Text, 64)}' already; keep one of the two");
            ReportLink? link = null;
            if (values.Length == 5)
            {
                if (LinkShape.Match(values[4].Text) is { Success: true } found)
                    link = new(found.Groups["report"].Value, found.Groups["parameter"].Value);
                else
                    problems.Error(DocumentCode.Text, values[4].Place, $"'{Printable.Escape(values[4].Text, 64)}' is no report; write its name and the parameter, such as unit(serial)");
            }

            section.Columns.Add(ShareShape.Match(type.Text) is { Success: true } share
                ? new(word.Text, ColumnType.Share, values[2].Text, share.Groups["part"].Value, share.Groups["whole"].Value, link)
                : new(word.Text, PlainType(type), values[2].Text, Link: link));
        }

        ColumnType PlainType(Token type)
        {
            var read = Choice<ColumnType>(type);
            if (read == ColumnType.Share)
                problems.Error(DocumentCode.WrongType, type.Place, "a share is made of two columns; write share(part/whole) with their names");
            return read;
        }

        void Chart(Token key, ImmutableArray<Token> values)
        {
            if (InSection(key) is not { } section)
                return;
            if (values.Length < 2 || values[0].IsQuoted || !values[^1].IsQuoted)
            {
                problems.Error(DocumentCode.WrongType, key.Place, "this is no chart; write --@ chart kind x=column y=column \"Title\"");
                return;
            }

            var kind = values[0].Text == "p-chart" ? ChartKind.PChart : Choice<ChartKind>(values[0]);
            var axes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var axis in values[1..^1])
            {
                if (axis.Text.Split('=') is [var at, [_, ..] column] && ReportChart.AxesOf(kind).Contains(at))
                    axes[at] = column;
                else
                    problems.Error(DocumentCode.Choice, axis.Place, $"'{Printable.Escape(axis.Text, 64)}' is no axis of this chart, which has {string.Join(", ", ReportChart.AxesOf(kind).Select(known => $"{known}=column"))}");
            }

            foreach (var missing in ReportChart.AxesOf(kind).Where(axis => !axes.ContainsKey(axis)))
                problems.Error(DocumentCode.MissingKey, values[0].Place, $"the chart has no {missing}; write {missing}=column");
            section.Charts.Add((new(kind, values[^1].Text, axes.ToImmutable()), key.Place));
        }

        void Rows(Token key, ImmutableArray<Token> values)
        {
            if (InSection(key) is not { } section)
                return;
            if (values is [{ IsQuoted: false } word] && int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= MostRows)
                section.Rows = rows;
            else
                problems.Error(DocumentCode.Number, key.Place, $"'rows' takes a number from 1 to {MostRows}");
        }

        void Define(Token key, ImmutableArray<Token> values)
        {
            if (values.IsEmpty)
                problems.Error(DocumentCode.NoValue, key.Place, $"'define' takes the terms that the report uses: {string.Join(", ", ReportTerms.All.Keys)}");
            foreach (var term in values)
            {
                if (ReportTerms.All.TryGetValue(term.Text, out var sentence))
                    definitions.Add(sentence);
                else
                    problems.Error(DocumentCode.Choice, term.Place, Suggestion.Nearest(term.Text, ReportTerms.All.Keys) is { } near
                        ? $"'{Printable.Escape(term.Text, 64)}' is no term that is known here; did you mean '{near}'? For a sentence of your own write --@ note \"…\""
                        : $"'{Printable.Escape(term.Text, 64)}' is no term that is known here; write one of {string.Join(", ", ReportTerms.All.Keys)}, or a sentence of your own with --@ note \"…\"");
            }
        }

        void EndSection()
        {
            if (draft is not { } ended)
                return;
            draft = null;
            if (!ended.HasSql)
            {
                problems.Error(DocumentCode.MissingKey, ended.Place, "this section has no SQL; write a SELECT under its header");
                return;
            }

            var sql = ended.SqlText.ToString().TrimEnd();
            CheckSql(sql, ended);
            foreach (var (chart, place) in ended.Charts)
                CheckChart(chart, place, ended);
            sections.Add(new(
                ended.Title ?? title ?? name, ended.Shape, ended.Numbers, [.. ended.Columns], [.. ended.Charts.Select(chart => chart.Chart)], ended.Empty ?? "Nothing in the record fits.", ended.Rows, sql, ended.SqlPlace));
        }

        void CheckSql(string sql, SectionDraft section)
        {
            foreach (var used in ParametersIn(sql).Distinct().Where(used => !parameters.Exists(parameter => parameter.Name == used)))
            {
                var shown = Printable.Escape(used, 64);
                problems.Error(DocumentCode.UnknownKey, section.SqlPlace, Suggestion.Nearest(used, parameters.Select(parameter => parameter.Name)) is { } near
                    ? $"the SQL uses @{shown}, which is no parameter of this report; did you mean @{near}?"
                    : $"the SQL uses @{shown}, which is no parameter of this report; write --@ param {shown} … in front of the first section");
            }

            if (ChangingShape.Match(SqlText.WithoutComments(sql)) is { Success: true } changing)
                problems.Error(DocumentCode.Text, section.SqlPlace, $"the SQL uses {changing.Value}, so the same record would give another report a minute later; ask for a time with a parameter");
        }

        void CheckChart(ReportChart chart, SourcePlace place, SectionDraft section)
        {
            var measured = ReportChart.AxesOf(chart.Kind)[^1];
            foreach (var (axis, column) in chart.Axes)
            {
                if (section.Columns.Find(declared => declared.Name == column) is not { } declared)
                    problems.Error(DocumentCode.UnknownKey, place, $"the chart's {axis} is '{Printable.Escape(column, 64)}', which is no declared column of this section; add --@ column {Printable.Escape(column, 64)} …");
                else if (axis == measured && !ReportChart.MeasuredBy(chart.Kind).Contains(declared.Type))
                    problems.Error(DocumentCode.WrongType, place, $"this chart can't draw '{column}', which is {declared.Type.ToString().ToLowerInvariant()}; it takes {string.Join(", ", ReportChart.MeasuredBy(chart.Kind)).ToLowerInvariant()}");
            }
        }

        static IEnumerable<string> ParametersIn(string sql) => ParameterShape.Matches(SqlText.WithoutStrings(sql)).Select(match => match.Groups["name"].Value);
    }
}
