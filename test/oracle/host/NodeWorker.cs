using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Oracle;

public sealed record AppFunction(string Name, JObject Bindings)
{
    public (string Name, JObject Binding)? Trigger => Bindings.Properties()
        .Where(p => IsTrigger((string?)p.Value["type"]))
        .Select(p => ((string, JObject)?)(p.Name, (JObject)p.Value))
        .FirstOrDefault();

    public string TriggerType => ((string?)Trigger?.Binding["type"] ?? string.Empty).ToLowerInvariant();

    public IEnumerable<(string Name, JObject Binding)> DurableClients => Bindings.Properties()
        .Where(p => (string?)p.Value["type"] is string type
            && (type.Equals("durableClient", StringComparison.OrdinalIgnoreCase) || type.Equals("orchestrationClient", StringComparison.OrdinalIgnoreCase)))
        .Select(p => (p.Name, (JObject)p.Value));

    private static bool IsTrigger(string? type) => type is not null && type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// The Node process that holds the app: one JSON message a line over a loopback socket. When it ends by itself, what it was
/// doing fails, and another takes its place, as on the Functions host.
/// </summary>
public sealed class NodeWorker : IAsyncDisposable
{
    private readonly OracleOptions options;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JObject>> waiting = new();
    private Process process = null!;
    private StreamWriter writer = null!;
    private StreamReader reader = null!;
    private volatile TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isEnding;

    private NodeWorker(OracleOptions options) => this.options = options;

    public event Action? Exited;

    public IReadOnlyList<AppFunction> Functions { get; private set; } = [];

    public static async Task<NodeWorker> StartAsync(OracleOptions options)
    {
        var worker = new NodeWorker(options);
        await worker.ConnectAsync();
        return worker;
    }

    private async Task ConnectAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            var start = new ProcessStartInfo("node")
            {
                WorkingDirectory = this.options.AppDirectory,
                // Its own: Node would make the host's standard input non-blocking, and the host reads it.
                RedirectStandardInput = true,
                ArgumentList = { this.options.WorkerScript, this.options.AppDirectory, ((IPEndPoint)listener.LocalEndpoint).Port.ToString() },
            };
            this.process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");

            var exit = this.process.WaitForExitAsync();
            var accept = listener.AcceptTcpClientAsync();
            if (await Task.WhenAny(accept, exit) == exit)
            {
                throw new InvalidOperationException("The Node worker ended before it connected.");
            }

            var client = await accept;
            client.NoDelay = true;
            var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            this.writer = new StreamWriter(client.GetStream(), utf8) { NewLine = "\n" };
            this.reader = new StreamReader(client.GetStream(), utf8);
            var hello = await this.ReadAsync() ?? throw new InvalidOperationException("The Node worker closed its connection.");
            if ((string?)hello["error"] is string error)
            {
                throw new InvalidOperationException(error);
            }

            this.Functions = hello["functions"]!.Select(f => new AppFunction((string)f["name"]!, (JObject)f["bindings"]!)).ToList();
            this.connected.SetResult();
            _ = this.ReceiveAsync();
        }
        finally
        {
            listener.Stop();
        }
    }

    /// <summary>Runs one function. Returns the worker's response: {returnValue?: TypedData, outputData: [...]}.</summary>
    /// <exception cref="Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException">The function threw.</exception>
    public async Task<JObject> InvokeAsync(string function, JObject inputs, JObject triggerMetadata, CancellationToken cancellation)
    {
        await this.connected.Task.WaitAsync(cancellation).ConfigureAwait(false);
        string id = Guid.NewGuid().ToString();
        var done = new TaskCompletionSource<JObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        this.waiting[id] = done;
        try
        {
            string traceParent = Activity.Current?.Id is string current && current.StartsWith("00-", StringComparison.Ordinal)
                ? current
                : $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
            var message = new JObject
            {
                ["id"] = id,
                ["function"] = function,
                ["inputs"] = inputs,
                ["triggerMetadata"] = triggerMetadata,
                ["traceParent"] = traceParent,
            };
            await this.SendAsync(message).ConfigureAwait(false);
            var reply = await done.Task.WaitAsync(cancellation).ConfigureAwait(false);
            if (reply["exception"] is JObject exception)
            {
                throw new Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException(
                    "Failure", (string?)exception["message"] ?? string.Empty, (string?)exception["stack"] ?? string.Empty);
            }

            return (JObject)reply["response"]!;
        }
        finally
        {
            this.waiting.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        this.isEnding = true;
        try
        {
            await this.SendAsync(new JObject { ["stop"] = true }).ConfigureAwait(false);
            await this.process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(3)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or TimeoutException or ObjectDisposedException)
        {
            if (!this.process.HasExited)
            {
                this.process.Kill(entireProcessTree: true);
            }
        }
    }

    private async Task SendAsync(JObject message)
    {
        string line = message.ToString(Formatting.None);
        await this.writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await this.writer.WriteLineAsync(line).ConfigureAwait(false);
            await this.writer.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            this.writing.Release();
        }
    }

    private async Task<JObject?> ReadAsync()
    {
        string? line = await this.reader.ReadLineAsync().ConfigureAwait(false);
        return line is null ? null : TypedData.ParseJson(line) as JObject;
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await this.ReadAsync().ConfigureAwait(false) is JObject message)
            {
                if (this.waiting.TryGetValue((string)message["id"]!, out var done))
                {
                    done.TrySetResult(message);
                }
            }
        }
        catch (IOException)
        {
            // The process is gone; handled below.
        }

        if (this.isEnding)
        {
            return;
        }

        this.connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await this.process.WaitForExitAsync().ConfigureAwait(false);
        int code = this.process.ExitCode;
        foreach (var done in this.waiting.Values)
        {
            done.TrySetException(new Microsoft.Azure.WebJobs.Script.Workers.WorkerProcessExitException($"node exited with code {code} (0x{code:X})"));
        }

        try
        {
            await this.ConnectAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            this.Exited?.Invoke();
        }
    }
}
