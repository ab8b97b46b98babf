using System.Text;

namespace GangFlash.Reports;

/// <summary>SQL as text: what in it is comment and what is string.</summary>
static class SqlText
{
    /// <summary>Comments become spaces; strings stay. Line ends stay, so that places do.</summary>
    public static string WithoutComments(string sql) => Blank(sql, strings: false);

    /// <summary>Comments and strings become spaces.</summary>
    public static string WithoutStrings(string sql) => Blank(sql, strings: true);

    static string Blank(string sql, bool strings)
    {
        var text = new StringBuilder(sql);
        var i = 0;
        while (i < sql.Length)
        {
            var (end, isString) = sql[i] switch
            {
                '-' when Next('-') => (End("\n", i), false),
                '/' when Next('*') => (End("*/", i + 2) + 2, false),
                '\'' or '"' => (End(sql[i].ToString(), i + 1) + 1, true),
                _ => (i, false),
            };
            if (end == i)
            {
                i++;
                continue;
            }

            for (; i < Math.Min(end, sql.Length); i++)
            {
                if ((strings || !isString) && sql[i] != '\n')
                    text[i] = ' ';
            }
        }

        return text.ToString();

        bool Next(char c) => i + 1 < sql.Length && sql[i + 1] == c;

        int End(string mark, int from) => from <= sql.Length && sql.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var found ? found : sql.Length;
    }
}
