import { type BlobDownloadResponseParsed, BlobServiceClient, RestError } from '@azure/storage-blob';
import { notFoundPage, notPublishedPage } from './pages.ts';
import type { EdgeSite, SiteAnswer } from './site-answer.ts';

const indexDocument = 'index.html';
const errorDocument = '404.html';

/**
 * The static website endpoint of a storage account, one container per site (facts, 5.1): index documents, the site's own 404
 * page, the blobs' headers, no listing, case-sensitive. Whether Azure serves `/dir` without its slash is not known; here it
 * answers with the directory's index document.
 */
export class WebsiteOrigin {
  readonly #service: BlobServiceClient;

  constructor(connectionString: string) {
    // The storage is on this machine: when it does not answer at once, it is gone.
    this.#service = BlobServiceClient.fromConnectionString(connectionString, {
      retryOptions: { maxTries: 1 },
    });
  }

  /** `path` is decoded and begins with a slash. Throws when the storage does not answer. */
  async get(site: EdgeSite, path: string): Promise<SiteAnswer> {
    const name = path.slice(1);
    const candidates = path.endsWith('/') ? [`${name}${indexDocument}`] : [name, `${name}/${indexDocument}`];
    for (const candidate of candidates) {
      const found = await this.#download(site, candidate);
      if (found === 'noContainer') return notPublishedPage(site);
      if (found) return { status: 200, ...found };
    }
    const own = await this.#download(site, errorDocument);
    return own && own !== 'noContainer' ? { status: 404, ...own } : notFoundPage(site);
  }

  async #download(
    site: EdgeSite,
    name: string,
  ): Promise<Omit<SiteAnswer, 'status'> | 'noContainer' | undefined> {
    try {
      const response = await this.#service.getContainerClient(site.container).getBlobClient(name).download();
      const chunks: Buffer[] = [];
      for await (const chunk of response.readableStreamBody ?? []) chunks.push(chunk as Buffer);
      return { headers: headersOf(response), body: Buffer.concat(chunks) };
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      if (error.code === 'ContainerNotFound') return 'noContainer';
      // A name that no blob can have, such as one that is too long, is a page that does not exist.
      if (error.statusCode === 404 || error.statusCode === 400) return undefined;
      throw error;
    }
  }
}

function headersOf(blob: BlobDownloadResponseParsed): Record<string, string> {
  const headers: Record<string, string | undefined> = {
    'content-type': blob.contentType,
    'cache-control': blob.cacheControl,
    'content-encoding': blob.contentEncoding,
    'content-language': blob.contentLanguage,
    'content-disposition': blob.contentDisposition,
    etag: blob.etag,
    'last-modified': blob.lastModified?.toUTCString(),
    'accept-ranges': 'bytes',
  };
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
