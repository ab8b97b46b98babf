using System.Reflection;
using System.Text;
using GangFlash.Documents;
using GangFlash.Recipes;

namespace GangFlash.Tests.Recipes;

/// <summary>Each row is a wrong (or doubtful) recipe and exactly what its author reads.</summary>
public sealed class WrongRecipesTests
{
    /// <summary>The lines before each row of <see cref="Endings"/>; the row itself starts in line 5.</summary>
    public const string GoodHead = "recipe: demo\nrevision: 3\nimages:\n  - file: app.elf\n";

    public static TheoryData<string, string[]> Endings { get; } = Rows([
        Row(
            "desciption: x",
            "demo.yaml:5:1: error: 'desciption' is no key of a recipe; did you mean 'description'?"),
        Row(
            "colour: red",
            "demo.yaml:5:1: error: 'colour' is no key of a recipe, which knows recipe, revision, description, images, overlap, device, ranges, erase, blank-check, verify, serial, after, pace, retries, variants"),
        Row(
            "Verify: full",
            "demo.yaml:5:1: error: 'Verify' is no key of a recipe; did you mean 'verify'?"),
        Row(
            "option-bytes: { RDP: 0xAA }",
            "demo.yaml:5:1: error: GangFlash does not write option bytes: a wrong one locks a board for good, and DFU can't undo it. Set them with a debug probe and remove this key"),
        Row(
            "product-state: closed",
            "demo.yaml:5:1: error: a product state can't be set in a recipe: a part that stops half way can be reached by nothing any more. Set it with a debug probe and remove this key"),
        Row(
            "device: { rdp: 0 }",
            "demo.yaml:5:11: error: a recipe can't change read protection: raising it is for good at level 2, and lowering it erases the whole chip. Remove this key"),
        Row(
            "unprotect: true",
            "demo.yaml:5:1: error: GangFlash never lifts read protection on its way: that erases the whole chip, its bootloader included. Remove this key"),
        Row(
            "read_unprotect: true",
            "demo.yaml:5:1: error: GangFlash never lifts read protection on its way: that erases the whole chip, its bootloader included. Remove this key"),
        Row(
            "device:",
            "demo.yaml:5:1: error: 'device' has no value; give it one, or remove it"),
        Row(
            "device: [ 0483:df11 ]",
            "demo.yaml:5:9: error: 'device' must be a mapping of keys, and this is a list"),
        Row(
            "device: 0483:df11",
            "demo.yaml:5:9: error: 'device' must be a mapping of keys, and this is a single value"),
        Row(
            "device: { usb: 0483:df1 }",
            "demo.yaml:5:16: error: 'usb': '0483:df1' is no USB ID; write vendor and product with four hex digits each, such as 0483:df11"),
        Row(
            "device: { usb: 0483-df11 }",
            "demo.yaml:5:16: error: 'usb': '0483-df11' is no USB ID; write vendor and product with four hex digits each, such as 0483:df11"),
        Row(
            "device: { usb: [ 0483:df11 ] }",
            "demo.yaml:5:16: error: 'usb' must be a single value, and this is a list"),
        Row(
            "device: { chip: }",
            "demo.yaml:5:11: error: 'chip' has no value; give it one, or remove it"),
        Row(
            "device: { chip: ~ }",
            "demo.yaml:5:11: error: 'chip' has no value; give it one, or remove it"),
        Row(
            "device: { chip: \"\" }",
            "demo.yaml:5:17: error: 'chip' is empty"),
        Row(
            "device: { chip: STM32F746_with_a_name_longer_than_any }",
            "demo.yaml:5:17: error: 'chip' has 37 characters; it can have 32"),
        Row(
            "device: { product: \"A\\tB\" }",
            "demo.yaml:5:20: error: 'product': 'A\\x09B' has an invisible character"),
        Row(
            "device:\n  serail: \"*\"",
            "demo.yaml:6:3: error: 'serail' is no key of 'device'; did you mean 'serial'?"),
        Row(
            "device:\n  layout: []",
            "demo.yaml:6:11: error: 'layout' is an empty list; name at least one entry, or remove the key"),
        Row(
            "device:\n  identity: { at: 0xE0042000, value: 1 }",
            "demo.yaml:6:13: error: 'identity' must be a list, and this is a mapping of keys"),
        Row(
            "device:\n  identity:\n    - { at: 0xE0042002, value: 1 }",
            "demo.yaml:7:9: error: 0xE0042002 is not a multiple of 4; a word is read at 0xE0042000"),
        Row(
            "device:\n  identity:\n    - { at: 0xE0042000, mask: 0xFFF, value: 0x1449 }",
            "demo.yaml:7:38: error: 0x00001449 has bits outside of the mask 0x00000FFF, so no device could match"),
        Row(
            "device:\n  identity:\n    - { at: 0xE0042000, mask: 0, value: 0 }",
            "demo.yaml:7:25: error: a mask of 0 checks nothing; set the bits that count"),
        Row(
            "device:\n  identity:\n    - { at: 0xE0042000 }",
            "demo.yaml:7:7: error: 'value' is missing; write 'value: ' and what the word must be"),
        Row(
            "device:\n  identity:\n    - { value: 0x449 }",
            "demo.yaml:7:7: error: 'at' is missing; write 'at: 0xE0042000'"),
        Row(
            "device:\n  identity:\n    - { at: 0xE004200, value: 0x123456789 }",
            "demo.yaml:7:13: error: 'at': '0xE004200' has 7 hex digits and an address has eight; was a zero lost or doubled?",
            "demo.yaml:7:31: error: 'value': '0x123456789' has 9 hex digits and 32 bits have at most eight"),
        Row(
            "device:\n  identity:\n    - { at: 0xE0042000, value: 1 }\n    - { at: 0xE0042000, value: 2 }",
            "demo.yaml:8:7: error: the word at 0xE0042000 stands in line 7 already; remove one of the two"),
        Row(
            "device:\n  identity:\n    - 0xE0042000",
            "demo.yaml:7:7: error: an entry of 'identity' must be a mapping of keys, and this is a single value"),
        Row(
            "ranges: { write: [ 0x08000000 ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0x08000000' is no range; write 0x08000000-0x0801FFFF (the last address is inside), 0x08000000+0x20000 or 0x08000000+128K"),
        Row(
            "ranges: { write: [ 0x0800000-0x080FFFFF ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0x0800000-0x080FFFFF' is no range: its start '0x0800000' has 7 hex digits and an address has eight; was a zero lost or doubled?"),
        Row(
            "ranges: { write: [ 0x08000000-0x080FFFFFF ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0x08000000-0x080FFFFFF' is no range: its end '0x080FFFFFF' has 9 hex digits and an address has eight; was a zero lost or doubled?"),
        Row(
            "ranges: { write: [ 0x080FFFFF-0x08000000 ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0x080FFFFF-0x08000000' ends before it starts; swap the two addresses"),
        Row(
            "ranges: { write: [ 134217728+1M ] }",
            "demo.yaml:5:20: error: an entry of 'write': '134217728+1M' is no range: its start '134217728' is no address; write it as 0x and eight hex digits (as a decimal number it is 0x08000000)"),
        Row(
            "ranges: { write: [ 0x08000000+0 ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0x08000000+0' is empty; give it a size"),
        Row(
            "ranges: { write: [ 0x08000000+1G ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0x08000000+1G' is no range: its size '1G' is no size; write bytes such as 0x20000 or 131072, or 128K, or 1M"),
        Row(
            "ranges: { write: [ 0xFFFFFF00+0x101 ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0xFFFFFF00+0x101' reaches beyond 0xFFFFFFFF, the last address of 32 bits"),
        Row(
            "ranges: { write: [ 0x08000000+5000M ] }",
            "demo.yaml:5:20: error: an entry of 'write': '0x08000000+5000M' reaches beyond 0xFFFFFFFF, the last address of 32 bits"),
        Row(
            "ranges: { write: [ 0x08000000-0x08100000 ] }",
            "demo.yaml:5:20: warning: 0x08100000 itself belongs to this range; for 1048576 bytes write 0x08000000-0x080FFFFF"),
        Row(
            "ranges: { write: [] }",
            "demo.yaml:5:18: error: 'write' is an empty list; name at least one entry, or remove the key"),
        Row(
            "ranges: { write: [ [ 0x08000000-0x080FFFFF ] ] }",
            "demo.yaml:5:20: error: an entry of 'write' must be a single value, and this is a list"),
        Row(
            "ranges:\n  write: [ 0x08000000-0x080FFFFF ]\n  protect: [ 0x080E0000-0x080FFFFF ]",
            "demo.yaml:7:14: error: 0x080E0000–0x080FFFFF is protected here and may be written by line 6; narrow one of the two"),
        Row(
            "ranges:\n  protect: [ 0x08000000-0x0801FFFF, 0x08000000+128K ]",
            "demo.yaml:6:37: error: the range 0x08000000–0x0801FFFF stands in line 6 already; remove one of the two"),
        Row(
            "ranges:\n  drop:\n    - { flash-data: true }",
            "demo.yaml:7:7: error: 'range' is missing; write 'range: 0x0800C000-0x0800C023'"),
        Row(
            "ranges:\n  drop:\n    - { range: 0x0800C000-0x0800C023, flash-data: yes }",
            "demo.yaml:7:51: error: 'flash-data': 'yes' is neither true nor false"),
        Row(
            "ranges:\n  drop:\n    - { range: 0x0800C000-0x0800C023, flash_data: true }",
            "demo.yaml:7:39: error: 'flash_data' is no key of an entry of 'drop'; did you mean 'flash-data'?"),
        Row(
            "ranges:\n  drop:\n    - 0x0800C000-0x0800C023\n    - { range: 0x0800C000-0x0800C023, flash-data: true }",
            "demo.yaml:8:7: error: the range 0x0800C000–0x0800C023 stands in line 7 already; remove one of the two"),
        Row(
            "erase: touch",
            "demo.yaml:5:8: error: 'erase': 'touch' is not known here; did you mean 'touched'?"),
        Row(
            "erase: 7",
            "demo.yaml:5:8: error: 'erase': '7' is not known here; write touched, auto, all or none"),
        Row(
            "erase: all\nranges: { protect: [ 0x08000000-0x0801FFFF ] }",
            "demo.yaml:5:1: error: a mass erase reaches everything, the protected range 0x08000000–0x0801FFFF too; write 'erase: touched', which erases only what the images need"),
        Row(
            "blank-check: sometimes",
            "demo.yaml:5:14: error: 'blank-check': 'sometimes' is not known here; write auto, always or never"),
        Row(
            "verify: sample",
            "demo.yaml:5:9: error: samples can miss a device that stores only a part of what it acknowledges; write 'verify: full', which reads every byte back"),
        Row(
            "verify: sampled",
            "demo.yaml:5:9: error: samples can miss a device that stores only a part of what it acknowledges; write 'verify: full', which reads every byte back"),
        Row(
            "verify: none",
            "demo.yaml:5:9: warning: a device that acknowledges everything and stores nothing cannot be noticed; every pass will be 'PASS (unverified)'. Write 'verify: full' where the bootloader can be read"),
        Row(
            "verify: [ full ]",
            "demo.yaml:5:9: error: 'verify' must be a single value, and this is a list"),
        Row(
            "serial: usb",
            "demo.yaml:5:9: warning: USB serial strings are not unique: two boards of a batch may show the same one. Where a record must name one board, take serials that are given, and scan a label"),
        Row(
            "serial: scanned",
            "demo.yaml:5:9: error: 'serial': 'scanned' is not known here; write none, usb or given"),
        Row(
            "serial: { pattern: \"SN-*\" }",
            "demo.yaml:5:9: error: 'from' is missing; write 'from: given', 'from: usb' or 'from: none'"),
        Row(
            "serial: { from: usb, unique: true }",
            "demo.yaml:5:17: warning: USB serial strings are not unique: two boards of a batch may show the same one. Where a record must name one board, take serials that are given, and scan a label",
            "demo.yaml:5:22: error: USB serials can't be unique: bootloaders make them by a formula that gives different chips the same one. Write 'from: given' and scan a label for each board"),
        Row(
            "serial: { from: none, unique: true }",
            "demo.yaml:5:23: error: units without a serial can't have a unique one; write 'from: given', or remove 'unique'"),
        Row(
            "serial: { from: none, pattern: \"SN-*\" }",
            "demo.yaml:5:23: error: 'pattern' checks nothing where units have no serial; remove it"),
        Row(
            "serial: { from: given, unique: 1 }",
            "demo.yaml:5:32: error: 'unique': '1' is neither true nor false"),
        Row(
            "after: run",
            "demo.yaml:5:8: error: 'after': 'run' is not known here; write leave or stay"),
        Row(
            "after: { do: stay, to: 0x08000000, expect: 0483:5740, required: true }",
            "demo.yaml:5:20: error: 'to' says nothing where the bootloader stays; remove it",
            "demo.yaml:5:36: error: 'expect' says nothing where the bootloader stays; remove it",
            "demo.yaml:5:55: error: 'required' says nothing where the bootloader stays; remove it"),
        Row(
            "after: { required: true }",
            "demo.yaml:5:10: error: 'required' needs 'expect', the USB ID that the board shows when it runs, such as 'expect: 0483:5740'"),
        Row(
            "after: { to: 0x8000000 }",
            "demo.yaml:5:14: error: 'to': '0x8000000' has 7 hex digits and an address has eight; was a zero lost or doubled?"),
        Row(
            "after: { expect: CDC }",
            "demo.yaml:5:18: error: 'expect': 'CDC' is no USB ID; write vendor and product with four hex digits each, such as 0483:df11"),
        Row(
            "retries: 6",
            "demo.yaml:5:10: error: 'retries' is 6; it can be 0 to 5"),
        Row(
            "retries: -1",
            "demo.yaml:5:10: error: 'retries': '-1' is no number; write it in hex such as 0x449 or in decimal without leading zeros"),
        Row(
            "retries: 0_1",
            "demo.yaml:5:10: error: 'retries': '0_1' is no number; write it in hex such as 0x449 or in decimal without leading zeros"),
        Row(
            "retries: 99999999999",
            "demo.yaml:5:10: error: 'retries': '99999999999' does not fit into 32 bits"),
        Row(
            "retries: two",
            "demo.yaml:5:10: error: 'retries': 'two' is no number; write it in hex such as 0x449 or in decimal without leading zeros"),
        Row(
            "images: [ { file: b.elf } ]",
            "demo.yaml:5:1: error: 'images' stands in line 3 already; keep one of the two"),
        Row(
            "ranges: { write: [ 0x08000000-0x080FFFFF ] }\nerase: everything",
            "demo.yaml:6:8: error: 'erase': 'everything' is not known here; write touched, auto, all or none"),
        Row(
            "description: \"a\\u202Eb\"",
            "demo.yaml:5:14: error: 'description': 'a\\u202Eb' has an invisible character"),
        Row(
            "ranges: { protect: [ 0x08000000-0x0801FFFF+1 ] }",
            "demo.yaml:5:22: error: an entry of 'protect': '0x08000000-0x0801FFFF+1' is no range: its end '0x0801FFFF+1' is no address; write it as 0x and eight hex digits, such as 0x08000000"),
        Row(
            "blank-check: { auto: true }",
            "demo.yaml:5:14: error: 'blank-check' must be a single value, and this is a mapping of keys"),
        Row(
            "after: { do: leave, too: 0x08000000 }",
            "demo.yaml:5:21: error: 'too' is no key of 'after'; did you mean 'to'?"),
        Row(
            "serial: { from: given, pattern: [ a ] }",
            "demo.yaml:5:33: error: 'pattern' must be a single value, and this is a list"),
        Row(
            "device: { usb: 0483:df11, vid: 0483 }",
            "demo.yaml:5:27: error: 'vid' is no key of 'device', which knows usb, chip, layout, product, serial, identity"),
        Row(
            "a: [[[[[[[[[[[[[[[[[[",
            "demo.yaml:5:19: error: a recipe is at most 16 levels deep; this is one more"),
        Row(
            "retries: { on: usb.* }",
            "demo.yaml:5:10: error: 'most' is missing; write 'most: 1'"),
        Row(
            "retries: { most: 2, on: [ usb.*, verify.unstabel, disk.full ] }",
            "demo.yaml:5:34: error: no failure has the code 'verify.unstabel'; did you mean 'verify.unstable'?",
            "demo.yaml:5:51: error: no failure has the code 'disk.full'; the codes stand in the README of src/GangFlash.Core"),
        Row(
            "variants: [ { when: { unit: \"A\" } } ]",
            "demo.yaml:5:13: error: 'variant' is missing; write 'variant: ' and its name"),
        Row(
            "variants: [ { variant: a } ]",
            "demo.yaml:5:13: error: 'when' is missing; write 'when: { unit: PC-EU-* }' or 'when: { chip: STM32F405 }'"),
        Row(
            "variants: [ { variant: a, when: { } } ]",
            "demo.yaml:5:33: error: 'when' says nothing; write unit, chip, product or order"),
        Row(
            "variants: [ { variant: a, when: { order: { hw rev: 1 } } } ]",
            "demo.yaml:5:44: error: 'hw rev' is no name; use 1 to 64 letters, digits, dots, dashes and underscores"),
        Row(
            "variants:\n  - { variant: a, when: { unit: \"A\" } }\n  - { variant: a, when: { unit: \"B\" } }",
            "demo.yaml:7:5: error: the variant 'a' stands in line 6 already; remove one of the two"),
        Row(
            "variants: [ { variant: a, when: { unit: \"A\" }, device: { usb: 2e3c:df11 } } ]",
            "demo.yaml:5:13: error: the device of the variant 'a' shows 2e3c:df11 and that of the recipe 0483:df11; boards are found by one USB ID, so write it in both"),
        Row(
            "variants: [ { variant: a, when: { unit: \"A\" }, erase: all } ]",
            "demo.yaml:5:48: error: 'erase' is no key of an entry of 'variants', which knows variant, when, images, device, ranges"),
    ]);

    public static TheoryData<string, string[]> WholeFiles { get; } = Rows([
        Row(
            "recipe: demo\nrevision: 3\nvariants:\n  - { variant: a, when: { unit: \"A\" } }\n  - { variant: b, when: { unit: \"B\" }, images: [ { file: b.elf } ] }",
            "demo.yaml:4:5: error: neither the variant 'a' nor the recipe has images; write 'images:' and below it '  - file: images/app.elf'"),
        Row(
            "",
            "demo.yaml:1:1: error: the file holds no recipe; begin with 'recipe: name-of-the-recipe'"),
        Row(
            "# nothing yet\n",
            "demo.yaml:1:1: error: the file holds no recipe; begin with 'recipe: name-of-the-recipe'"),
        Row(
            "- recipe: demo",
            "demo.yaml:1:1: error: a recipe must be a mapping of keys, and this is a list"),
        Row(
            "demo",
            "demo.yaml:1:1: error: a recipe must be a mapping of keys, and this is a single value"),
        Row(
            "revision: 3\nimages: [ { file: app.elf } ]",
            "demo.yaml:1:1: error: 'recipe' is missing; write 'recipe: ' and its name"),
        Row(
            "recipe: demo\nimages: [ { file: app.elf } ]",
            "demo.yaml:1:1: error: 'revision' is missing; write 'revision: ' and a number or a short text"),
        Row(
            "recipe: demo\nrevision: 3",
            "demo.yaml:1:1: error: 'images' is missing; write 'images:' and below it '  - file: images/app.elf'"),
        Row(
            "recipe: de mo\nrevision: 3\nimages: [ { file: app.elf } ]",
            "demo.yaml:1:9: error: 'recipe': 'de mo' is no name of a recipe; use 1 to 64 letters, digits, dots, dashes and underscores"),
        Row(
            "recipe: demo\nrevision: \"\"\nimages: [ { file: app.elf } ]",
            "demo.yaml:2:11: error: 'revision' is empty"),
        Row(
            "recipe: demo\nrevision: a revision text beyond 32 characters\nimages: [ { file: app.elf } ]",
            "demo.yaml:2:11: error: 'revision' has 36 characters; it can have 32"),
        Row(
            "recipe: demo\nrevision: 3\nimages: app.elf",
            "demo.yaml:3:9: error: 'images' must be a list, and this is a single value"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ app.elf ]",
            "demo.yaml:3:11: error: an entry of 'images' must be a mapping of keys, and this is a single value"),
        Row(
            "recipe: demo\nrevision: 3\nimages: []",
            "demo.yaml:3:9: error: 'images' is an empty list; name at least one entry, or remove the key"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { at: 0x08000000 } ]",
            "demo.yaml:3:11: error: 'file' is missing; write 'file: images/app.elf'"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.bin, at: 0x8000000 } ]",
            "demo.yaml:3:32: error: 'at': '0x8000000' has 7 hex digits and an address has eight; was a zero lost or doubled?"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.bin, at: 08000000 } ]",
            "demo.yaml:3:32: error: 'at': '08000000' is no address; write it as 0x and eight hex digits, such as 0x08000000"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.bin, at: 134217728 } ]",
            "demo.yaml:3:32: error: 'at': '134217728' is no address; write it as 0x and eight hex digits (as a decimal number it is 0x08000000)"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: C:/builds/app.elf } ]",
            "demo.yaml:3:19: error: 'file': 'C:/builds/app.elf' works only on this PC; name the file relative to the recipe's folder, such as images/app.elf"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: /home/app.elf } ]",
            "demo.yaml:3:19: error: 'file': '/home/app.elf' works only on this PC; name the file relative to the recipe's folder, such as images/app.elf"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: 'images\\app.elf' } ]",
            "demo.yaml:3:19: error: 'file': 'images\\app.elf' has backslashes; write forward slashes, which work on every station"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: images/../../app.elf } ]",
            "demo.yaml:3:19: error: 'file': 'images/../../app.elf' leaves the recipe's folder and so works only on this PC; put the file below the recipe's folder"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: images/ } ]",
            "demo.yaml:3:19: error: 'file': 'images/' names no file"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.elf }, { file: app.elf } ]",
            "demo.yaml:3:30: error: the image 'app.elf' stands in line 3 already; remove one of the two"),
        Row(
            "recipe: demo\nrevision: 3\nimages: &a [ { file: app.elf } ]",
            "demo.yaml:3:9: error: '&a' is an anchor; a recipe has none, so remove it"),
        Row(
            "recipe: &name demo\nrevision: *name\nimages: [ { file: app.elf } ]",
            "demo.yaml:1:9: error: '&name' is an anchor; a recipe has none, so remove it",
            "demo.yaml:2:11: error: '*name' is an alias; a recipe says everything where it counts, so write the value out"),
        Row(
            "recipe: !!str demo\nrevision: 3\nimages: [ { file: app.elf } ]",
            "demo.yaml:1:9: error: 'tag:yaml.org,2002:str' is a tag; the key says what kind of value it has, so remove it"),
        Row(
            "recipe: demo\nrevision: 3\nimages:\n  - <<: { file: app.elf }",
            "demo.yaml:4:5: error: '<<' is a merge key; a recipe says everything where it counts, so write the keys out",
            "demo.yaml:4:5: error: 'file' is missing; write 'file: images/app.elf'"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.elf } ]\n? [ a ]\n: b",
            "demo.yaml:4:3: error: a key is a word, not a list or a mapping"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.elf } ]\n---\nrecipe: other",
            "demo.yaml:4:1: error: a second document begins here; a file holds one recipe, so move it to a file of its own"),
        Row(
            "recipe: demo\nrecipe: demo2\nrevision: 3\nimages: [ { file: app.elf } ]",
            "demo.yaml:2:1: error: 'recipe' stands in line 1 already; keep one of the two"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.elf, file: b.elf } ]",
            "demo.yaml:3:28: error: 'file' stands in line 3 already; keep one of the two"),
        Row(
            "recipe: demo\nrevision: 3\nimages:\n\t- file: app.elf",
            "demo.yaml:4:1: error: this is a tab; YAML counts spaces, so replace it by spaces"),
        Row(
            "recipe: demo\r\nrevision: 3\r\n# a\0b",
            "demo.yaml:3:4: error: this is the invisible character \\x00; delete it"),
        Row(
            "recipe: demo\nrevision: 3 # \u202E3\n",
            "demo.yaml:2:15: error: this is the invisible character \\u202E; delete it"),
        Row(
            "recipe: demo\n  revision: 3",
            "demo.yaml:2:11: error: this is not valid YAML; check indentation, colons, brackets and quotes (While scanning a plain scalar value, found invalid mapping.)"),
        Row(
            "recipe: demo\nrevision: 3\nimages:\n  - {\nfile: app.elf }",
            "demo.yaml:4:3: error: this is not valid YAML; check indentation, colons, brackets and quotes (somewhere below this, text in brackets is not indented enough)"),
        Row(
            "recipe: demo\nrevision: 3\nimages:\n  - { file: app.elf,\nat: 0x08000000 }",
            "demo.yaml:4:3: error: this is not valid YAML; check indentation, colons, brackets and quotes (somewhere below this, text in brackets is not indented enough)"),
        Row(
            "recipe: demo\nrevision: 3\ndescription: a: b\n",
            "demo.yaml:3:15: error: this is not valid YAML; check indentation, colons, brackets and quotes (While scanning a plain scalar value, found invalid mapping.)"),
        Row(
            "recipe: \"demo",
            "demo.yaml:1:9: error: this is not valid YAML; check indentation, colons, brackets and quotes (While scanning a quoted scalar, found unexpected end of stream.)"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.elf }, { file: http://host/app.elf } ]",
            "demo.yaml:3:38: error: 'file': 'http://host/app.elf' works only on this PC; name the file relative to the recipe's folder, such as images/app.elf"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: ~/app.elf } ]",
            "demo.yaml:3:19: error: 'file': '~/app.elf' works only on this PC; name the file relative to the recipe's folder, such as images/app.elf"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: \"\" } ]",
            "demo.yaml:3:19: error: 'file' is empty"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [{ file: 0.elf }, { file: 1.elf }, { file: 2.elf }, { file: 3.elf }, { file: 4.elf }, { file: 5.elf }, { file: 6.elf }, { file: 7.elf }, { file: 8.elf }, { file: 9.elf }, { file: 10.elf }, { file: 11.elf }, { file: 12.elf }, { file: 13.elf }, { file: 14.elf }, { file: 15.elf }, { file: 16.elf } ]",
            "demo.yaml:3:9: error: 'images' has 17 entries; it can have 16"),
        Row(
            "recipe: demo\nrevision: 3\nimages: [ { file: app.elf }",
            "demo.yaml:4:1: error: this is not valid YAML; check indentation, colons, brackets and quotes (While parsing a flow sequence, did not find expected ',' or ']'.)"),
        Row(
            "recipe: demo\nimages:\n- file: a\n -file: b",
            "demo.yaml:4:2: error: this is not valid YAML; check indentation, colons, brackets and quotes (While parsing a block mapping, did not find expected key.)"),
    ]);

    [Theory]
    [MemberData(nameof(Endings))]
    public void Says_what_is_wrong_and_where(string ending, string[] expected) => Assert.Equal(expected, Lines(GoodHead + ending));

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void Says_what_is_wrong_with_a_whole_file(string text, string[] expected) => Assert.Equal(expected, Lines(text));

    [Fact]
    public void Every_code_has_a_row()
    {
        string[] codes = [.. new[] { typeof(DocumentCode), typeof(RecipeCode) }.SelectMany(codes => codes.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => $"recipe.{field.GetRawConstantValue()}")];

        var seen = Endings.Select(row => GoodHead + (string)row[0]).Concat(WholeFiles.Select(row => (string)row[0]))
            .SelectMany(text => Read(text).Problems)
            .Select(problem => problem.Code)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal([$"recipe.{RecipeCode.Layout}"], codes.Where(code => !seen.Contains(code)));
    }

    [Fact]
    public void An_error_leaves_no_recipe_and_a_warning_does()
    {
        Assert.Null(Read(GoodHead + "verify: sampled").Recipe);
        Assert.Equal(VerifyPolicy.None, Read(GoodHead + "verify: none").Recipe?.Verify);
    }

    [Fact]
    public void Reports_all_problems_at_once_in_the_order_of_the_file()
    {
        const string Text = """
            revision: 3
            images:
              - { file: app.elf, at: 0x8040000 }
              - file: /tmp/boot.elf
            ranges:
              protect: [ 0x08000000-0x0801FFFF, 0x0801FFFF-0x08000000 ]
              write: 0x08010000+1M
            erase: all
            verfy: full
            serial: usb
            retries: 9
            """;

        Assert.Equal(
            [
                "demo.yaml:1:1: error: 'recipe' is missing; write 'recipe: ' and its name",
                "demo.yaml:3:26: error: 'at': '0x8040000' has 7 hex digits and an address has eight; was a zero lost or doubled?",
                "demo.yaml:4:11: error: 'file': '/tmp/boot.elf' works only on this PC; name the file relative to the recipe's folder, such as images/app.elf",
                "demo.yaml:6:14: error: 0x08010000–0x0801FFFF is protected here and may be written by line 7; narrow one of the two",
                "demo.yaml:6:37: error: an entry of 'protect': '0x0801FFFF-0x08000000' ends before it starts; swap the two addresses",
                "demo.yaml:8:1: error: a mass erase reaches everything, the protected range 0x08000000–0x0801FFFF too; write 'erase: touched', which erases only what the images need",
                "demo.yaml:9:1: error: 'verfy' is no key of a recipe; did you mean 'verify'?",
                "demo.yaml:10:9: warning: USB serial strings are not unique: two boards of a batch may show the same one. Where a record must name one board, take serials that are given, and scan a label",
                "demo.yaml:11:10: error: 'retries' is 9; it can be 0 to 5",
            ],
            Lines(Text));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_one_problem_with_a_place()
    {
        Assert.Equal(
            ["demo.yaml:2:3: error: this is not UTF-8; save the file as UTF-8"],
            Lines([.. "ok: 1\n# "u8, 0xE4, .. "rger"u8]));
        Assert.Equal(["demo.yaml:1:1: error: this is not UTF-8; save the file as UTF-8"], Lines(Encoding.Unicode.GetPreamble()));
        Assert.Equal(
            ["demo.yaml:1:1: error: a recipe has at most 256 KiB, this file has 262145 bytes; is it the image?"],
            Lines(new byte[256 * 1024 + 1]));
    }

    [Fact]
    public void A_file_name_can_not_move_the_cursor() =>
        Assert.StartsWith(@"\x1B[2J.yaml:1:1: error: ", RecipeReader.Read("\u001b[2J.yaml", []).Problems.Single().ToString(), StringComparison.Ordinal);

    static RecipeReading Read(string text) => RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(text));

    static string[] Lines(string text) => Lines(Encoding.UTF8.GetBytes(text));

    static string[] Lines(byte[] bytes) => [.. RecipeReader.Read("demo.yaml", bytes).Problems.Select(problem => problem.ToString())];

    static (string Text, string[] Lines) Row(string text, params string[] lines) => (text, lines);

    static TheoryData<string, string[]> Rows((string Text, string[] Lines)[] rows)
    {
        var data = new TheoryData<string, string[]>();
        foreach (var (text, lines) in rows)
            data.Add(text, lines);
        return data;
    }
}
