import { app, type HttpMethod } from '@azure/functions';

/** Functions whose routes are what is tried; each answers with its name and the route values that it got. */
export function routed(): void {
  for (const [name, route] of Object.entries(templates)) routedFunction(name, route);
  for (const [key, constraint] of Object.entries(constraints)) {
    routedFunction(`Only_${key}`, `only/${key}/{x:${constraint}}`);
  }
  routedFunction('Plain');
  // Tried in the order of names, not of routes: the upper-case letters sort where the lower-case ones do.
  routedFunction('OrderB_literal', 'order/literal');
  routedFunction('orderA_rest', 'order/{*rest}');
  routedFunction('Prefer_1literal', 'prefer/literal');
  routedFunction('Prefer_2value', 'prefer/{value}');
  routedFunction('Kind_number', 'kind/{x:int}');
  routedFunction('Kind_word', 'kind/{x:alpha}');
  routedFunction('Depth_1', 'depth/{a}');
  routedFunction('Depth_2', 'depth/{a}/{b?}');
  routedFunction('Under_score', 'under/{x}');
  routedFunction('Under1', 'under/{y}');
  // One route, other methods; the same once more, which is one too many.
  routedFunction('Shared_read', 'shared', ['GET']);
  routedFunction('Shared_write', 'shared', ['POST', 'PUT']);
  routedFunction('Shared_writeAgain', 'SHARED', ['PUT', 'DELETE']);
  routedFunction('Twice_1', 'twice');
  routedFunction('Twice_2', 'twice');
  // Refused by the host.
  routedFunction('Bad_admin', 'admin/x');
  routedFunction('Bad_adminLike', 'administrator');
  // Which methods it takes.
  routedFunction('Methods_get', 'methods/get', ['GET']);
  routedFunction('Methods_head', 'methods/head', ['GET', 'HEAD']);
  routedFunction('Methods_default', 'methods/default');
  routedFunction('Methods_all', 'methods/all', [
    'GET',
    'POST',
    'DELETE',
    'HEAD',
    'PATCH',
    'PUT',
    'OPTIONS',
    'TRACE',
    'CONNECT',
  ]);
  routedFunction('Methods_write', 'methods/write', ['PATCH', 'DELETE']);
}

function routedFunction(name: string, route?: string, methods?: HttpMethod[]): void {
  app.http(name, {
    ...(route !== undefined && { route }),
    ...(methods && { methods }),
    handler: (request) => ({ jsonBody: { function: name, params: request.params } }),
  });
}

const templates: Record<string, string> = {
  Route_literal: 'Sites/list',
  Route_value: 'sites/{siteId}/pages',
  Route_optional: 'optional/{a}/{b?}',
  Route_catchAll: 'rest/{*rest}',
  Route_catchAllTwo: 'rest2/{**rest}',
  Route_default: 'default/{x=ham}',
  Route_defaultRest: 'defaultRest/{*rest=some/path}',
  Route_parts: 'parts/{a}-{b}.json',
  Route_prefix: 'prefixed/v{version}',
  Route_extension: 'file/{base}.{ext?}',
  Route_slashes: 'slashed/',
  Route_blank: 'with space/{x}',
  Route_unicode: 'straße/{x}',
  Route_dots: 'dots.and~more/{x}',
  Route_caseName: 'names/{MixedCase}',
  Route_braces: 'braces/{{x}}/{y}',
  Route_optionalTyped: 'typed/{x:int?}',
  Route_defaultTyped: 'typedDefault/{x:int=7}',
};

/** Constraints by the last word of their routes. */
const constraints: Record<string, string> = {
  int: 'int',
  long: 'long',
  bool: 'bool',
  datetime: 'datetime',
  decimal: 'decimal',
  double: 'double',
  float: 'float',
  guid: 'guid',
  alpha: 'alpha',
  length2: 'length(2)',
  length23: 'length(2,3)',
  minlength: 'minlength(2)',
  maxlength: 'maxlength(2)',
  min: 'min(3)',
  max: 'max(3)',
  range: 'range(2,4)',
  regex: 'regex(^[ab]+$)',
  regexDigits: 'regex(^\\d{{3}}$)',
  regexBrackets: 'regex(^[[ab]]+$)',
  regexColon: 'regex(^a:b$)',
  required: 'required',
  file: 'file',
  nonfile: 'nonfile',
  both: 'int:min(5)',
};
