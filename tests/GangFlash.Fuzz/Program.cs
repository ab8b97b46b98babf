using System.Reflection;
using GangFlash.Fuzz;

// Nothing of GangFlash may be loaded before its instrumented copy is there, so this file names no parser.
var program = new InstrumentedAssemblies(AppContext.BaseDirectory).LoadFromAssemblyPath(Assembly.GetExecutingAssembly().Location);
var run = program.GetType(typeof(FuzzCommand).FullName!, throwOnError: true)!.GetMethod(nameof(FuzzCommand.Run))!;
return (int)run.Invoke(obj: null, BindingFlags.DoNotWrapExceptions, binder: null, [args], culture: null)!;
