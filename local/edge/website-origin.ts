import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type BlobDownloadResponseParsed, BlobServiceClient, RestError } from '@azure/storage-blob';
import { notFoundPage, notPublishedPage } from './pages.ts';
import type { EdgeSite, SiteAnswer } from './site-answer.ts';

const indexDocument = 'index.html';
const errorDocument = '404.html';
/** The container of the account's own static website, which many sites may share. */
const sharedContainer = '$web';
/** Larger files are streamed from the storage at each request, not held. */
const largestHeldBytes = 4 * 1024 * 1024;

/**
 * The static website endpoint of a storage account: index documents in every folder, a 404 page, the blobs'
 * headers, no listing, case-sensitive. A site's prefix is put before each path, as Front Door does with an origin path.
 * Whether Azure serves `/dir` without its slash is not known; here it answers with the directory's index document.
 */
export class WebsiteOrigin {
  readonly #service: BlobServiceClient;

  constructor(connectionString: string) {
    // The storage is on this machine: when it does not answer at once, it is gone.
    this.#service = BlobServiceClient.fromConnectionString(connectionString, {
      retryOptions: { maxTries: 1 },
    });
  }

  /** `path` is decoded and begins below the site's own, without a slash. Throws when the storage does not answer. */
  async get(site: EdgeSite, path: string): Promise<SiteAnswer> {
    const { prefix } = site;
    const name = `${prefix}${path}`;
    const isFolder = name === '' || name.endsWith('/');
    const candidates = isFolder ? [`${name}${indexDocument}`] : [name, `${name}/${indexDocument}`];
    for (const candidate of candidates) {
      const found = await this.#download(site, candidate);
      if (found === 'noContainer') return notPublishedPage(site);
      if (found) return { status: 200, ...found };
    }
    // An account has one 404 page, at the root, whatever the number of sites in it.
    const missing = site.container === sharedContainer ? errorDocument : `${prefix}${errorDocument}`;
    const page = await this.#download(site, missing);
    return page && page !== 'noContainer' ? { status: 404, ...page } : notFoundPage(site);
  }

  async #download(
    site: EdgeSite,
    name: string,
  ): Promise<Omit<SiteAnswer, 'status'> | 'noContainer' | undefined> {
    // An address with ".." in it would lead out of the site, even out of its container.
    if (name.split('/').some((part) => part === '..' || part === '.')) return undefined;
    const blob = this.#service.getContainerClient(site.container).getBlobClient(name);
    try {
      const response = await blob.download();
      const { contentLength: byteLength = 0, etag } = response;
      const content = response.readableStreamBody as Readable;
      const headers = headersOf(response);
      if (byteLength <= largestHeldBytes) return { headers, body: await buffer(content) };
      content.destroy();
      const conditions = etag === undefined ? {} : { ifMatch: etag };
      const open = async (start: number, end: number): Promise<Readable> => {
        const part = await blob.download(start, end - start + 1, { conditions });
        return part.readableStreamBody as Readable;
      };
      return { headers, body: { byteLength, open } };
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
