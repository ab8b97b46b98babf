using GangFlash.Station.Doctor;

namespace GangFlash.Station.Tests.Doctor;

public sealed class MountTableTests
{
    const string Table =
        """
        /dev/sda1 / ext4 rw,relatime 0 0
        proc /proc proc rw 0 0
        nas:/vol /srv/line nfs4 rw 0 0
        /dev/sdb1 /srv/line/local xfs rw 0 0
        //nas/a\040b /mnt/the\040share cifs rw 0 0
        tmpfs /data tmpfs rw 0 0
        /dev/sdc1 /data ext4 rw 0 0
        broken
        """;

    [Theory]
    [InlineData("/var/lib", "/", "ext4", false)]
    [InlineData("/srv/line", "/srv/line", "nfs4", true)]
    [InlineData("/srv/line/records", "/srv/line", "nfs4", true)]
    [InlineData("/srv/lines", "/", "ext4", false)]                      // only looks alike
    [InlineData("/srv/line/local/records", "/srv/line/local", "xfs", false)]
    [InlineData("/mnt/the share/x", "/mnt/the share", "cifs", true)]
    [InlineData("/data/x", "/data", "ext4", false)]                     // the later mount hides the earlier one
    public void The_deepest_mount_holds_a_file(string path, string mountPoint, string fileSystem, bool isNetwork)
    {
        var found = MountTable.Of(Table.ReplaceLineEndings("\n"), path);

        Assert.Equal((mountPoint, fileSystem), found);
        Assert.Equal(isNetwork, MountTable.IsNetwork(fileSystem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\\")]
    [InlineData("a \\04 ext4")]
    [InlineData("a \\999 ext4")]
    public void A_table_without_the_path_tells_nothing(string table) => Assert.Null(MountTable.Of(table, "/var"));
}
