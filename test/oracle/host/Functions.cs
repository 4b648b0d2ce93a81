using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json.Linq;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace Oracle;

/// <summary>
/// What the WebJobs SDK indexes: a class made at run time with one static method for each durable or timer function of the app,
/// <c>[FunctionName(n)] Task&lt;object&gt; F([XTrigger] string value, Binder binder, CancellationToken token)</c>.
/// A trigger parameter of type string is what makes the extension use its out-of-process protocol. Timer functions take a
/// TimerInfo instead and return nothing.
/// </summary>
public sealed class FunctionTypes(IReadOnlyList<AppFunction> functions) : ITypeLocator
{
    private readonly Lazy<Type[]> types = new(() => [Emit(functions), typeof(DurableClientBinding)]);

    public IReadOnlyList<Type> GetTypes() => this.types.Value;

    private static Type Emit(IReadOnlyList<AppFunction> functions)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("OracleFunctions"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("OracleFunctions").DefineType("Functions", TypeAttributes.Public | TypeAttributes.Class);
        var bridge = typeof(FunctionBridge).GetMethod(nameof(FunctionBridge.InvokeAsync))!;

        foreach (var function in functions)
        {
            if (TriggerOf(function) is not (Type value, Type result, CustomAttributeBuilder trigger))
            {
                continue;
            }

            var method = type.DefineMethod(
                function.Name,
                MethodAttributes.Public | MethodAttributes.Static,
                result,
                [value, typeof(Binder), typeof(CancellationToken)]);
            method.SetCustomAttribute(new CustomAttributeBuilder(
                typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [function.Name]));
            method.DefineParameter(1, ParameterAttributes.None, function.Trigger!.Value.Name).SetCustomAttribute(trigger);
            method.DefineParameter(2, ParameterAttributes.None, "_binder");
            method.DefineParameter(3, ParameterAttributes.None, "_cancellationToken");

            var il = method.GetILGenerator();
            il.Emit(OpCodes.Ldstr, function.Name);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Call, bridge);
            il.Emit(OpCodes.Ret);
        }

        return type.CreateType();
    }

    /// <summary>The trigger's parameter: its type and attribute, and what a function of it returns. Null: not run by WebJobs.</summary>
    private static (Type Value, Type Result, CustomAttributeBuilder Attribute)? TriggerOf(AppFunction function) => function.TriggerType switch
    {
        "orchestrationtrigger" => (typeof(string), typeof(Task<object?>), Plain<OrchestrationTriggerAttribute>()),
        "activitytrigger" => (typeof(string), typeof(Task<object?>), Plain<ActivityTriggerAttribute>()),
        "entitytrigger" => (typeof(string), typeof(Task<object?>), Plain<EntityTriggerAttribute>()),
        "timertrigger" => (typeof(TimerInfo), typeof(Task), Timer(function.Trigger!.Value.Binding)),
        _ => null,
    };

    private static CustomAttributeBuilder Plain<TAttribute>() => new(typeof(TAttribute).GetConstructor(Type.EmptyTypes)!, []);

    private static CustomAttributeBuilder Timer(JObject binding)
    {
        var type = typeof(TimerTriggerAttribute);
        return new CustomAttributeBuilder(
            type.GetConstructor([typeof(string)])!,
            [(string)binding["schedule"]!],
            [type.GetProperty(nameof(TimerTriggerAttribute.RunOnStartup))!, type.GetProperty(nameof(TimerTriggerAttribute.UseMonitor))!],
            [(bool?)binding["runOnStartup"] ?? false, (bool?)binding["useMonitor"] ?? true]);
    }
}

/// <summary>The body of every emitted method: hands the invocation to Node and brings its result back.</summary>
public static class FunctionBridge
{
    public static NodeWorker Worker { get; set; } = null!;

    public static async Task<object?> InvokeAsync(string name, object? value, Binder binder, CancellationToken cancellation)
    {
        var function = Worker.Functions.First(f => f.Name == name);
        var inputs = new JObject { [function.Trigger!.Value.Name] = TypedData.From(value) };
        foreach (var (bindingName, binding) in function.DurableClients)
        {
            string client = await binder.BindAsync<string>(DurableClientBinding.AttributeFor(binding), cancellation).ConfigureAwait(false);
            inputs[bindingName] = TypedData.From(client);
        }

        var metadata = new JObject();
        foreach (var (key, data) in binder.BindingData)
        {
            if (data is not (null or TimerInfo))
            {
                metadata[key] = TypedData.From(data);
            }
        }

        var response = await Worker.InvokeAsync(name, inputs, metadata, cancellation).ConfigureAwait(false);
        return TypedData.ToObject(response["returnValue"]);
    }
}

/// <summary>Lets the extension itself write the durableClient string for functions that WebJobs does not run (HTTP).</summary>
public static class DurableClientBinding
{
    private static readonly ConcurrentDictionary<string, (JObject Binding, TaskCompletionSource<string> Result)> Requests = new();

    public static async Task<string> GetAsync(IJobHost jobs, JObject binding)
    {
        string id = Guid.NewGuid().ToString();
        var result = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests[id] = (binding, result);
        try
        {
            await jobs.CallAsync(nameof(OracleBindDurableClient), new Dictionary<string, object> { ["requestId"] = id }).ConfigureAwait(false);
            return await result.Task.ConfigureAwait(false);
        }
        finally
        {
            Requests.TryRemove(id, out _);
        }
    }

    [NoAutomaticTrigger]
    [FunctionName(nameof(OracleBindDurableClient))]
    public static async Task OracleBindDurableClient(Binder binder, string requestId)
    {
        var (binding, result) = Requests[requestId];
        result.SetResult(await binder.BindAsync<string>(AttributeFor(binding)).ConfigureAwait(false));
    }

    public static DurableClientAttribute AttributeFor(JObject binding) => new()
    {
        TaskHub = (string?)binding["taskHub"],
        ConnectionName = (string?)binding["connectionName"] ?? (string?)binding["connection"],
    };
}
