namespace GangFlash.Tests.Recipes;

/// <summary>Ordinary recipes for tests.</summary>
static class SomeRecipe
{
    /// <summary>Every key but the layout, none with its default.</summary>
    public const string Full = """
        recipe: f746-demo
        revision: 1.10
        description: |
          Application and parameters.
          Second line.
        images:
          - file: images/f746-app.elf
            # a comment
          - file: images/parameters.bin
            at: 0x08040000
        device:
          usb: 0483:DF11
          chip: STM32F746
          product: "STM32*BOOTLOADER"
          serial: "*"
          identity:
            - { at: 0xE0042000, mask: 0x00000FFF, value: 0x449 }
            - { at: 0x1FF0F440, value: 1024 }
        ranges:
          write: [ 0x08020000-0x080FFFFF, 0x00200000+1M ]
          protect: 0x08000000+128K
          drop:
            - 0x20000000-0x2001FFFF
            - { range: 0x0800C000-0x0800C023, flash-data: true }
            - 0xF0000000-0xFFFFFFFF
        erase: none
        blank-check: always
        verify: none-allowed
        serial: { from: given, pattern: "SN-*", unique: true }
        after: { do: leave, to: 0x08020000, expect: 0483:5740, required: true }
        retries: 2
        """;
}
