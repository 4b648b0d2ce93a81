using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.WebApiCompatShim;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Script.Workers.Rpc;
using Newtonsoft.Json.Linq;

namespace Oracle;

/// <summary>The public HTTP side: the extension's management API and the app's HTTP functions.</summary>
public static class HttpFront
{
    public const string DurableWebHook = "durabletask";

    public static void Map(WebApplication app, NodeWorker node, IAsyncConverter<HttpRequestMessage, HttpResponseMessage> durable)
    {
        app.Map($"/runtime/webhooks/{DurableWebHook}/{{**rest}}", context => ForwardAsync(durable, context));
        app.MapGet("/oracle/functions", () => node.Functions.Select(f => new { name = f.Name, trigger = f.TriggerType }));

        string prefix = app.Configuration["AzureFunctionsJobHost:extensions:http:routePrefix"] ?? "api";
        foreach (var function in node.Functions)
        {
            if (function.TriggerType == "httptrigger")
            {
                var trigger = function.Trigger!.Value.Binding;
                string route = (string?)trigger["route"] ?? function.Name;
                string[] methods = (trigger["methods"] as JArray)?.Select(m => ((string)m!).ToUpperInvariant()).ToArray() ?? ["GET", "POST"];
                app.MapMethods($"/{prefix}/{route}".Replace("//", "/"), methods, context => InvokeAsync(app, node, function, context));
            }
            else if (function.TriggerType is not ("orchestrationtrigger" or "activitytrigger" or "entitytrigger" or "timertrigger"))
            {
                Console.Error.WriteLine($"oracle: {function.Name} is not run here ({function.TriggerType}).");
            }
        }
    }

    private static async Task ForwardAsync(IAsyncConverter<HttpRequestMessage, HttpResponseMessage> durable, HttpContext context)
    {
        var request = new HttpRequestMessageFeature(context).HttpRequestMessage;
        using var response = await durable.ConvertAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        context.Response.Headers.Remove("Transfer-Encoding");
        if (response.Content is not null)
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private static async Task InvokeAsync(WebApplication app, NodeWorker node, AppFunction function, HttpContext context)
    {
        var inputs = new JObject { [function.Trigger!.Value.Name] = await ToRpcAsync(context) };
        foreach (var (name, binding) in function.DurableClients)
        {
            inputs[name] = TypedData.From(await DurableClientBinding.GetAsync(app.Services.GetRequiredService<IJobHost>(), binding));
        }

        JObject reply;
        try
        {
            reply = await node.InvokeAsync(function.Name, inputs, [], context.RequestAborted);
        }
        catch (RpcException e)
        {
            Console.Error.WriteLine($"oracle: {function.Name} failed: {e.RemoteMessage}\n{e.RemoteStackTrace}");
            context.Response.StatusCode = 500;
            return;
        }

        if (reply["returnValue"]?["http"] is not JObject http)
        {
            context.Response.StatusCode = 204;
            return;
        }

        context.Response.StatusCode = int.Parse((string?)http["statusCode"] ?? "200");
        foreach (var header in (http["headers"] as JObject)?.Properties() ?? [])
        {
            context.Response.Headers[header.Name] = (string?)header.Value;
        }

        byte[] body = TypedData.ToObject(http["body"]) switch
        {
            null => [],
            byte[] bytes => bytes,
            object other => System.Text.Encoding.UTF8.GetBytes(other.ToString()!),
        };
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static async Task<JObject> ToRpcAsync(HttpContext context)
    {
        static JObject Nullable(IEnumerable<KeyValuePair<string, string?>> pairs) =>
            new(pairs.Select(pair => new JProperty(pair.Key, new JObject { ["value"] = pair.Value })));

        var request = context.Request;
        var http = new JObject
        {
            ["url"] = request.GetEncodedUrl(),
            ["method"] = request.Method,
            ["nullableHeaders"] = Nullable(request.Headers.Select(h => KeyValuePair.Create(h.Key.ToLowerInvariant(), (string?)h.Value.ToString()))),
            ["nullableQuery"] = Nullable(request.Query.Select(q => KeyValuePair.Create(q.Key, (string?)q.Value.ToString()))),
            ["nullableParams"] = Nullable(request.RouteValues.Select(r => KeyValuePair.Create(r.Key, r.Value?.ToString()))),
            ["headers"] = new JObject(),
            ["query"] = new JObject(),
            ["params"] = new JObject(),
        };
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length > 0)
        {
            http["body"] = new JObject { ["bytes"] = Convert.ToBase64String(body.ToArray()) };
        }

        return new JObject { ["http"] = http };
    }
}
