using System.Reflection;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace GangFlash.Traceability;

/// <summary>
/// The statements of one connection, each prepared when it is first wanted and then kept: to prepare an INSERT costs several times what it costs to run. A
/// parameter <c>@Name</c> is the property of that name. For one thread, inside a transaction.
/// </summary>
sealed class PreparedStatements(SqliteConnection connection) : IDisposable
{
    // By reference: their texts are constants, and to compare those would cost as much as to run them.
    readonly Dictionary<object, Statement> statements = new(ReferenceEqualityComparer.Instance);

    /// <summary>The values of a statement without parameters.</summary>
    public static object Nothing { get; } = new();

    /// <summary>Answers how many rows it wrote.</summary>
    /// <param name="sql">A constant, here and below.</param>
    public int Execute<T>(string sql, T values)
        where T : class
    {
        _ = Find<T, bool>(sql, values, _ => true);
        return sqlite3_changes(connection.Handle);
    }

    /// <summary>What <paramref name="read"/> makes of the one row; the default where there is none.</summary>
    public TAnswer? Find<T, TAnswer>(string sql, T values, Func<StatementRow, TAnswer> read)
        where T : class
    {
        var statement = Bound(sql, values);
        try
        {
            if (!statement.Step())
                return default;
            var answer = read(new(statement.Handle));
            return statement.Step() ? throw new InvalidOperationException($"More than one row: {sql}") : answer;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>What <paramref name="read"/> makes of every row, one after the other. The same statement cannot be used before the last one.</summary>
    public IEnumerable<TAnswer> All<T, TAnswer>(string sql, T values, Func<StatementRow, TAnswer> read)
        where T : class
    {
        var statement = Bound(sql, values);
        try
        {
            while (statement.Step())
                yield return read(new(statement.Handle));
        }
        finally
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
    }

    Statement<T> Bound<T>(string sql, T values)
        where T : class
    {
        if (!statements.TryGetValue(sql, out var known))
            statements.Add(sql, known = new Statement<T>(connection.Handle!, sql));
        var statement = (Statement<T>)known;
        statement.Bind(values);
        return statement;
    }

    class Statement : IDisposable
    {
        readonly sqlite3 database;

        protected Statement(sqlite3 database, string sql)
        {
            this.database = database;
            Check(sqlite3_prepare_v2(database, sql, out var statement));
            Handle = statement;
        }

        public sqlite3_stmt Handle { get; }

        /// <summary>Whether there is a row.</summary>
        public bool Step()
        {
            var result = sqlite3_step(Handle);
            if (result is not (SQLITE_ROW or SQLITE_DONE))
                Check(result);
            return result == SQLITE_ROW;
        }

        public void Reset() => _ = sqlite3_reset(Handle);      // tells the error of the step once more

        public void Dispose() => Handle.Dispose();

        protected void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
    }

    /// <summary>One whose parameters are the properties of <typeparamref name="T"/>.</summary>
    sealed class Statement<T> : Statement
        where T : class
    {
        readonly Func<sqlite3_stmt, T, int>[] parameters;

        public Statement(sqlite3 database, string sql)
            : base(database, sql) =>
            parameters = [.. Enumerable.Range(1, sqlite3_bind_parameter_count(Handle)).Select(place => Parameter(place, sqlite3_bind_parameter_name(Handle, place).utf8_to_string()[1..]))];

        public void Bind(T values)
        {
            foreach (var bind in parameters)
                Check(bind(Handle, values));
        }

        static Func<sqlite3_stmt, T, int> Parameter(int place, string name)
        {
            var getter = typeof(T).GetProperty(name)?.GetMethod ?? throw new InvalidOperationException($"{typeof(T)} has no property {name} for the parameter of that name.");
            if (getter.ReturnType == typeof(string))
                return Parameter<string?>(getter, (statement, text) => BindText(statement, place, text));
            if (getter.ReturnType == typeof(long))
                return Parameter<long>(getter, (statement, number) => sqlite3_bind_int64(statement, place, number));
            if (getter.ReturnType == typeof(int))
                return Parameter<int>(getter, (statement, number) => sqlite3_bind_int64(statement, place, number));
            if (getter.ReturnType == typeof(bool))
                return Parameter<bool>(getter, (statement, truth) => sqlite3_bind_int64(statement, place, truth ? 1 : 0));
            if (getter.ReturnType == typeof(long?))
                return Parameter<long?>(getter, (statement, number) => BindNumber(statement, place, number));
            if (getter.ReturnType == typeof(int?))
                return Parameter<int?>(getter, (statement, number) => BindNumber(statement, place, number));
            if (getter.ReturnType == typeof(bool?))
                return Parameter<bool?>(getter, (statement, truth) => BindNumber(statement, place, truth is { } known ? known ? 1 : 0 : null));
            if (getter.ReturnType == typeof(byte[]))
                return Parameter<byte[]?>(getter, (statement, bytes) => BindBytes(statement, place, bytes));
            throw new InvalidOperationException($"{typeof(T)}.{name} is {getter.ReturnType}, which is no type of a column.");
        }

        static Func<sqlite3_stmt, T, int> Parameter<TValue>(MethodInfo getter, Func<sqlite3_stmt, TValue, int> bind)
        {
            var get = getter.CreateDelegate<Func<T, TValue>>();
            return (statement, values) => bind(statement, get(values));
        }

        static int BindNumber(sqlite3_stmt statement, int place, long? number) => number is { } known ? sqlite3_bind_int64(statement, place, known) : sqlite3_bind_null(statement, place);

        static int BindText(sqlite3_stmt statement, int place, string? text)
        {
            if (text is null)
                return sqlite3_bind_null(statement, place);
            if (text.Length == 0)
                return sqlite3_bind_text(statement, place, "");     // an empty span would be NULL
            if (text.Length > 256)
                return sqlite3_bind_text(statement, place, Encoding.UTF8.GetBytes(text));
            Span<byte> bytes = stackalloc byte[3 * 256];       // a UTF-16 unit is three bytes at most
            return sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        static int BindBytes(sqlite3_stmt statement, int place, byte[]? bytes) => bytes switch
        {
            null => sqlite3_bind_null(statement, place),
            [] => sqlite3_bind_zeroblob(statement, place, 0),
            _ => sqlite3_bind_blob(statement, place, bytes),
        };
    }
}

/// <summary>The row at which a statement stands; its columns by their place, from 0.</summary>
readonly struct StatementRow(sqlite3_stmt statement)
{
    public string Text(int column) => Encoding.UTF8.GetString(sqlite3_column_blob(statement, column));      // by its length: a text may hold a NUL

    public string? TextOrNone(int column) => IsNone(column) ? null : Text(column);

    public long Number(int column) => sqlite3_column_int64(statement, column);

    public long? NumberOrNone(int column) => IsNone(column) ? null : Number(column);

    public bool Truth(int column) => Number(column) != 0;

    public byte[] Bytes(int column) => sqlite3_column_blob(statement, column).ToArray();

    bool IsNone(int column) => sqlite3_column_type(statement, column) == SQLITE_NULL;
}
