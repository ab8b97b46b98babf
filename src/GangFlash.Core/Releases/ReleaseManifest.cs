using System.Collections.Immutable;

namespace GangFlash.Releases;

/// <summary>What a release is: which recipe, made of which bytes, released when and by whom.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Released">To the second, UTC.</param>
/// <param name="Note">What changed, in the releaser's words; may be empty.</param>
/// <param name="Program">Which program made it, with its version.</param>
/// <param name="Files">In ascending order of their names.</param>
public sealed record ReleaseManifest(string Recipe, string Revision, DateTimeOffset Released, string By, string Note, string Program, ImmutableArray<ReleasedFile> Files);

/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
public sealed record ReleasedFile(string Name, long Size, string Sha256);
