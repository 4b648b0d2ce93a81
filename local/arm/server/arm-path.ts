/** The origin that clients believe in; every absolute URL in an answer is written with it. */
export const armOrigin = 'https://management.azure.com';

/**
 * The path of a request with its fixed words in lower case and its names as they are,
 * since ARM matches provider and type names in any case. Names stand after every word, except the provider's.
 */
export function routePath(pathname: string): string {
  const segments = pathname.split('/').slice(1);
  let isWord = true;
  let previous = '';
  const canonical = segments.map((segment) => {
    if (!isWord) {
      isWord = true;
      previous = '';
      return segment;
    }
    const word = segment.toLowerCase();
    // `providers` is followed by a namespace, which is itself followed by a type.
    isWord = word === 'providers' || previous === 'providers';
    previous = word;
    return word;
  });
  return `/${canonical.join('/')}`;
}
