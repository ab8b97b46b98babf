using GangFlash.Recipes;
using GangFlash.Testing;

namespace GangFlash.Tests.Recipes;

public sealed class DemoRecipeTests
{
    [Fact]
    public void The_demo_recipe_has_no_problem_and_its_image_exists()
    {
        var folder = Path.Combine(TestImages.RepositoryRoot(), "recipes");

        var reading = RecipeReader.Read("demo.yaml", File.ReadAllBytes(Path.Combine(folder, "demo.yaml")));

        Assert.Empty(reading.Problems);
        Assert.Equal("f746-demo", reading.Recipe!.Name);
        Assert.True(File.Exists(Path.Combine(folder, reading.Recipe.Images.Single().File)));
    }
}
