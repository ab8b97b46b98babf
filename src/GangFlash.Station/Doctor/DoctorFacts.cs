using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Station.Loading;
using GangFlash.Traceability;
using GangFlash.Usb.Linux;

namespace GangFlash.Station.Doctor;

/// <summary>All that was looked at, before anything is judged.</summary>
/// <param name="Recipe">None if no recipe was named.</param>
sealed record DoctorFacts(SystemFacts System, UsbFacts Usb, RulesFacts Rules, StationFacts Station, RecordFacts Record, RecipeFacts? Recipe);

/// <param name="Name">The operating system, as it calls itself.</param>
/// <param name="Written">When the program's file was written: built, or put on this machine.</param>
sealed record SystemFacts(string Name, bool IsLinux, bool IsPrivileged, string User, DateTimeOffset Now, TimeZoneInfo Zone, DateTimeOffset Written);

/// <param name="Library">The version of libusb; none if it was not loaded.</param>
/// <param name="Unusable">Why libusb cannot be used, with the package to install; else none.</param>
/// <param name="IsSimulated">The boards are virtual, and neither libusb nor permissions matter.</param>
/// <param name="Boards">Every device in DFU mode; none where nothing could be asked.</param>
/// <param name="Topology">None where the system does not show it to this program.</param>
/// <param name="Holders">Who has a board open that was found busy; only those that could be looked for.</param>
sealed record UsbFacts(
    Version? Library, string? Unusable, bool IsSimulated, ImmutableArray<SurveyedDevice>? Boards, UsbTopology? Topology, ImmutableDictionary<UsbPortPath, DeviceHolders> Holders);

/// <summary>The udev rules of this program, and what is installed of that name.</summary>
/// <param name="Installed">Where the file is that udev reads, and its text; none if there is none. Its text is null if it cannot be read.</param>
sealed record RulesFacts(string Rules, (string Path, string? Text)? Installed);

/// <param name="Setup">None if a file of the station cannot be used.</param>
/// <param name="FoundBy">Where the station file was looked for, for people.</param>
/// <param name="Problems">Everything that was said about them, a line each.</param>
sealed record StationFacts(StationSetup? Setup, string FoundBy, ImmutableArray<string> Problems);

/// <param name="Disk">None if the system does not tell.</param>
sealed record RecordFacts(RecordCheckup Checkup, string Station, DiskRoom? Disk, SqliteLibrary Sqlite);

/// <summary>The disk that holds a file.</summary>
/// <param name="FreeBytes">What this user may still write.</param>
/// <param name="FileSystem">The type, like <c>ext4</c>.</param>
sealed record DiskRoom(long FreeBytes, string FileSystem, string MountPoint, bool IsNetwork);

/// <param name="Order">None if the recipe or an image cannot be used.</param>
/// <param name="Problems">Everything that was said about it, a line each.</param>
sealed record RecipeFacts(string Name, FlashOrder? Order, ImmutableArray<string> Problems);
