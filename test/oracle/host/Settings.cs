using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Extensions.Configuration.Memory;

namespace Oracle;

public sealed record OracleOptions(string AppDirectory, int Port, string WorkerScript, bool Verbose)
{
    /// <summary>Replace the provider's 6 and 3 days, so that long timers can be watched in seconds.</summary>
    public TimeSpan? MaximumTimer { get; init; }

    public TimeSpan? TimerInterval { get; init; }

    public string HostName => $"127.0.0.1:{Port}";
    public string BaseUrl => $"http://{HostName}";
}

public static class CommandLine
{
    public static OracleOptions Parse(string[] args)
    {
        string? app = null, worker = null;
        int port = 7071;
        bool verbose = false;
        TimeSpan? maximumTimer = null, timerInterval = null;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--app": app = args[++i]; break;
                case "--worker": worker = args[++i]; break;
                case "--port": port = int.Parse(args[++i]); break;
                case "--max-timer": maximumTimer = TimeSpan.Parse(args[++i]); break;
                case "--timer-interval": timerInterval = TimeSpan.Parse(args[++i]); break;
                case "--verbose": verbose = true; break;
                default: throw new ArgumentException($"Unknown argument: {args[i]}");
            }
        }

        if (app is null || worker is null)
        {
            throw new ArgumentException("Both --app and --worker are needed.");
        }

        if (!File.Exists(Path.Combine(app, "package.json")))
        {
            throw new ArgumentException($"No package.json in {Path.GetFullPath(app)}");
        }

        return new OracleOptions(Path.GetFullPath(app), port, Path.GetFullPath(worker), verbose)
        {
            MaximumTimer = maximumTimer,
            TimerInterval = timerInterval,
        };
    }
}

/// <summary>local.settings.json "Values" and the variables that the extension reads, all as environment variables.</summary>
public static class AppSettings
{
    public static void Apply(OracleOptions options)
    {
        string file = Path.Combine(options.AppDirectory, "local.settings.json");
        if (File.Exists(file) && JsonNode.Parse(File.ReadAllText(file))?["Values"] is JsonObject values)
        {
            foreach (var (name, value) in values)
            {
                if (Environment.GetEnvironmentVariable(name) is null)
                {
                    Environment.SetEnvironmentVariable(name, value?.ToString());
                }
            }
        }

        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", "node");
        Environment.SetEnvironmentVariable("WEBSITE_HOSTNAME", options.HostName);
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AzureWebJobsStorage")))
        {
            throw new InvalidOperationException("AzureWebJobsStorage is not set.");
        }
    }
}

/// <summary>The app's host.json as configuration of the WebJobs extensions, over the oracle's own faster defaults.</summary>
public static class HostJson
{
    private const string Root = "AzureFunctionsJobHost";

    private const string FastDefaults = """
        {"extensions":{"durableTask":{"storageProvider":{"maxQueuePollingInterval":"00:00:00.100","partitionCount":1}}}}
        """;

    public static void AddTo(ConfigurationManager configuration, string appDirectory)
    {
        string file = Path.Combine(appDirectory, "host.json");
        var hostJson = new ConfigurationBuilder()
            .AddJsonStream(Wrap(FastDefaults))
            .AddJsonStream(Wrap(File.Exists(file) ? File.ReadAllText(file) : "{}"))
            .Build();

        // Before all others, so that environment variables such as AzureFunctionsJobHost__extensions__… override.
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = hostJson.AsEnumerable() });
        configuration["AzureWebJobsConfigurationSection"] = Root;
    }

    private static MemoryStream Wrap(string json)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var wrapped = new JsonObject { [Root] = JsonNode.Parse(json, documentOptions: options) };
        return new MemoryStream(Encoding.UTF8.GetBytes(wrapped.ToJsonString()));
    }
}

/// <summary>The storage provider's timer limits: constants for users, settable properties in the provider.</summary>
public static class TimerLimits
{
    public static void Apply(OracleOptions options, DurableTaskExtension extension)
    {
        const BindingFlags hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        var provider = (DurabilityProvider)typeof(DurableTaskExtension).GetProperty("DefaultDurabilityProvider", hidden)!.GetValue(extension)!;
        if (options.MaximumTimer is TimeSpan maximum)
        {
            provider.MaximumDelayTime = maximum;
        }

        if (options.TimerInterval is TimeSpan interval)
        {
            provider.LongRunningTimerIntervalLength = interval;
        }
    }
}

/// <summary>Tells an extension where its HTTP API can be reached from outside.</summary>
public sealed class WebHooks(string baseUrl) : IWebHookProvider
{
    public const string Key = "oracle-system-key";

    public Uri GetUrl(IExtensionConfigProvider extension) =>
        new($"{baseUrl}/runtime/webhooks/{HttpFront.DurableWebHook}?code={Key}");
}
