import { glob } from 'tinyglobby';

/** Set when the app's functions are described by files, as in the programming models before v4. */
export async function olderModelProblem(directory: string): Promise<Error | undefined> {
  const files = await glob('*/function.json', { cwd: directory });
  const [first] = files.sort();
  if (first === undefined) return undefined;
  return new Error(
    `"${directory}" is an app of the v3 programming model: ${first} describes a function. Only the v4 model is served here, in which code registers functions with "@azure/functions" 4. Move the app to v4, or run it with Azure Functions Core Tools.`,
  );
}
