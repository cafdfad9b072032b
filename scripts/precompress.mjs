// Puts a FILE.gz and a FILE.br beside every file of a folder that gets smaller by them:
// node scripts/precompress.mjs FOLDER
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

// Below this a packet is sent either way.
const smallestBytes = 1024;
const codings = {
  ".gz": (bytes) => gzipSync(bytes, { level: 9 }),
  ".br": (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
};

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

const [folder] = process.argv.slice(2);
for (const path of [...filesBelow(folder)]) {
  if (Object.keys(codings).some((suffix) => path.endsWith(suffix))) continue;
  const bytes = readFileSync(path);
  if (bytes.length < smallestBytes) continue;
  for (const [suffix, compress] of Object.entries(codings)) {
    const compressed = compress(bytes);
    if (compressed.length < bytes.length) writeFileSync(path + suffix, compressed);
  }
}
