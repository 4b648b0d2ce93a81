using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Oracle;

// oracle --app DIR --port N --worker FILE [--verbose] [--max-timer hh:mm:ss --timer-interval hh:mm:ss]
// AzureWebJobsStorage must be set in the environment. The host ends, with the app, when its standard input does: so it never
// outlives the process that started it.
try
{
    var options = CommandLine.Parse(args);
    AppSettings.Apply(options);
    await using var node = await NodeWorker.StartAsync(options);
    FunctionBridge.Worker = node;

    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
    builder.Logging.ClearProviders();
    builder.Logging.AddSimpleConsole(console => { console.SingleLine = true; console.TimestampFormat = "HH:mm:ss.fff "; });
    builder.Logging.AddFilter(level => level >= (options.Verbose ? LogLevel.Information : LogLevel.Error));

    HostJson.AddTo(builder.Configuration, options.AppDirectory);
    builder.Services.AddSingleton<IWebHookProvider>(new WebHooks(options.BaseUrl));
    builder.Host.ConfigureWebJobs(jobs => jobs.AddAzureStorageCoreServices().AddTimers().AddDurableTask());
    // The last registration wins: the app's functions are the only ones to index.
    builder.Services.AddSingleton<ITypeLocator>(new FunctionTypes(node.Functions));

    var app = builder.Build();
    var extension = app.Services.GetServices<IExtensionConfigProvider>().OfType<DurableTaskExtension>().Single();
    TimerLimits.Apply(options, extension);
    HttpFront.Map(app, node, extension);
    node.Exited += app.Lifetime.StopApplication;
    new Thread(() => EndWithInput(app.Lifetime)) { IsBackground = true }.Start();

    await app.StartAsync();
    Console.WriteLine($"ORACLE READY {options.BaseUrl}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is InvalidOperationException or ArgumentException or IOException)
{
    Console.Error.WriteLine($"oracle: {e.Message}");
    return 1;
}

// A thread's work: reading standard input blocks.
static void EndWithInput(IHostApplicationLifetime lifetime)
{
    Console.OpenStandardInput().CopyTo(Stream.Null);
    _ = Task.Run(lifetime.StopApplication);
    // When the starter was killed, the storage is gone too, and the extension would wait for it.
    Thread.Sleep(TimeSpan.FromSeconds(10));
    System.Diagnostics.Process.GetCurrentProcess().Kill();
}
