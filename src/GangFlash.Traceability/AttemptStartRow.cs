using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Gang;

namespace GangFlash.Traceability;

/// <summary>A row of <c>attempt_start</c>, with what it shares with other attempts.</summary>
sealed record AttemptStartRow
{
    const string Insert = """
        INSERT INTO attempt_start (
            attempt, session, station, operator, batch, purpose, software, slot, port_path, attempt_number, unit_serial, serial_source, recipe, chip,
            usb_id, bcd_device, manufacturer, product, usb_serial, layouts, transfer_size, started_at, operator_session)
        VALUES (
            @Attempt, @Session, @Station, @Operator, @Batch, @Purpose, @Software, @Slot, @PortPath, @AttemptNumber, @UnitSerial, @SerialSource, @Recipe, @Chip,
            @UsbId, @BcdDevice, @Manufacturer, @Product, @UsbSerial, @Layouts, @TransferSize, @StartedAt,
            (SELECT o.session FROM operator_session o
             WHERE o.station = @Station AND o.operator = @Operator AND NOT EXISTS (SELECT 1 FROM operator_session_end x WHERE x.session = o.session)
             ORDER BY o.opened_at DESC LIMIT 1))
        """;

    const string LinkToRecipe = "INSERT INTO recipe_image (recipe, position, image) VALUES (@recipe, @position, @image) ON CONFLICT DO NOTHING";

    const string LinkToAttempt = "INSERT INTO attempt_image (attempt, position, image) VALUES (@Attempt, @position, @image)";

    readonly RecipeRow recipe;
    readonly ImmutableArray<ImageRow> images;
    readonly ReleaseRow? release;

    /// <param name="images">In the order of the recipe.</param>
    public AttemptStartRow(AttemptStart start, string session, RecipeRow recipe, ImmutableArray<ImageRow> images)
    {
        this.recipe = recipe;
        this.images = images;
        release = start.Order.Release is { } came ? ReleaseRow.Of(came, start.StartedAt) : null;
        var device = DeviceColumns.Of(start.Device);
        Attempt = Guid.CreateVersion7(start.StartedAt).ToString();
        Session = session;
        Station = start.Context.Station;
        Operator = start.Context.Operator;
        Batch = start.Context.Batch;
        Purpose = start.Context.Purpose;
        Software = start.Context.Software;
        Slot = start.Slot;
        PortPath = start.Port.ToString();
        AttemptNumber = start.Number;
        UnitSerial = start.UnitSerial;
        SerialSource = RecordWords.Of(start.Order.Recipe.Serial.From);
        Chip = start.Order.Chip?.Part;
        UsbId = device?.UsbId;
        BcdDevice = device?.BcdDevice;
        Manufacturer = device?.Manufacturer;
        Product = device?.Product;
        UsbSerial = device?.UsbSerial;
        Layouts = device is null ? null : RecordJson.Text(device.Layouts);
        TransferSize = device?.TransferSize;
        StartedAt = RecordTime.Text(start.StartedAt);
    }

    public string Attempt { get; }

    public string Session { get; }

    public string Station { get; }

    public string Operator { get; }

    public string? Batch { get; }

    public string Purpose { get; }

    public string Software { get; }

    public int Slot { get; }

    public string PortPath { get; }

    public int AttemptNumber { get; }

    /// <summary>As it was given; where it is a number, as it was taken.</summary>
    public string? UnitSerial { get; init; }

    public string SerialSource { get; }

    /// <summary>Id of the recipe's row, known once that is stored.</summary>
    public long Recipe { get; private init; }

    public string? Chip { get; }

    public string? UsbId { get; }

    public string? BcdDevice { get; }

    public string? Manufacturer { get; }

    public string? Product { get; }

    public string? UsbSerial { get; }

    public string? Layouts { get; }

    public int? TransferSize { get; }

    public string StartedAt { get; }

    public void Store(RecordBook book)
    {
        Names.Store(book, Station, Operator, StartedAt);
        Names.Store(book, UnitIdentity.Of(UnitSerial, UsbSerial, Attempt), Station, StartedAt);
        var recipeId = recipe.Store(book);
        _ = book.Statements.Execute(Insert, this with { Recipe = recipeId });
        for (var position = 0; position < images.Length; position++)
        {
            var image = images[position].Store(book);
            if (book.Statements.Execute(LinkToRecipe, new { recipe = recipeId, position, image }) > 0)
                book.Seal(RecordKind.RecipeImage, string.Create(CultureInfo.InvariantCulture, $"{recipeId}/{position}/{image}"));
            _ = book.Statements.Execute(LinkToAttempt, new { Attempt, position, image });
        }

        release?.Store(book, Attempt, recipeId);
        book.Seal(RecordKind.AttemptStart, Attempt);
    }
}
