using System.CommandLine;
using GangFlash.Benchmarks;

var boards = new Option<int>("--boards") { Description = "Boards in the gang.", DefaultValueFactory = _ => 32 };
var scale = new Option<double>("--time-scale") { Description = "1 is real time.", DefaultValueFactory = _ => 1 };
var gang = new Command("gang", "One board, then a gang of them, in one run: the gang should take as long as one.") { boards, scale };
gang.SetAction((parsed, _) => GangBenchmark.RunAsync(parsed.GetValue(boards), parsed.GetValue(scale), Console.Out));
var transfers = new Command("transfers", "Control transfers of a clean job per family, beside the budget of 3N + 3E + 20 and N + 10.");
transfers.SetAction((_, _) => TransferBenchmark.RunAsync(Console.Out));
var rounds = new Option<int>("--rounds") { Description = "Each figure is the median of so many.", DefaultValueFactory = _ => 5 };
var writes = new Option<int>("--attempts") { Description = "Attempts in one measurement.", DefaultValueFactory = _ => 512 };
var rows = new Command("record", "Beginning and ending attempts on this disk, from 1 to 64 writers at once, with the ledger and without.") { rounds, writes };
rows.SetAction((parsed, _) => RecordBenchmark.RunAsync(parsed.GetValue(rounds), parsed.GetValue(writes), Console.Out));
var attempts = new Option<int>("--attempts") { Description = "Attempts in the record.", DefaultValueFactory = _ => 1_000_000 };
var record = new Option<string?>("--record") { Description = "The file; made where there is none, kept for the next run. Without it: a file for temporary things." };
var reports = new Command("reports", "Every standard report on a generated record, run and rendered as HTML: rows, wall clock, processor time.") { attempts, record };
reports.SetAction((parsed, ct) => ReportBenchmark.RunAsync(parsed.GetValue(attempts), parsed.GetValue(record), Console.Out, ct));
return await new RootCommand("Figures of GangFlash on virtual boards. Quote ratios; machines are noisy.") { gang, transfers, rows, reports }.Parse(args).InvokeAsync().ConfigureAwait(false);
