// SPDX-License-Identifier: AGPL-3.0-or-later
// Build and development server of the browser client. The development server
// passes /api to a running instance (GX_API, default the local API), so that
// cookies and paths are those of production. Tests run by vitest live in test/.
import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { antdStyles } from './scripts/antdCss.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const api = process.env.GX_API || 'http://127.0.0.1:8081';

/**
 * React and the data libraries change rarely: a chunk of their own keeps them cached. The words of a language are one file:
 * whoever needs some soon needs most.
 */
function chunkOf(id) {
  const language = /\/i18n\/locales\/([^/]+)\//.exec(id)?.[1];
  if (language) return 'words-' + language;
  if (!id.includes('node_modules')) return undefined;
  if (/node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run)\//.test(id)) return 'react';
  if (/node_modules\/(@tanstack|i18next|react-i18next)\//.test(id)) return 'data';
  return undefined;
}

/** Packs what has a hash in its name once, as tightly as can be; nginx (gzip_static) then need not. */
const packed = {
  name: 'packed',
  writeBundle({ dir }) {
    const folder = path.join(dir, 'assets');
    for (const name of readdirSync(folder)) {
      if (!/\.(js|css|svg)$/.test(name)) continue;
      const bytes = readFileSync(path.join(folder, name));
      if (bytes.length > 1024) writeFileSync(path.join(folder, name + '.gz'), gzipSync(bytes, { level: 9 }));
    }
  },
};

export default defineConfig({
  root: here('.'),
  plugins: [react(), antdStyles(), packed],
  resolve: { alias: { '@': here('./src') } },
  server: {
    port: Number(process.env.GX_WEB_PORT || 5173),
    proxy: { '/api': { target: api, changeOrigin: false, secure: false } },
  },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    // A request costs more than some kilobytes that this page does not need yet.
    rollupOptions: { output: { manualChunks: chunkOf, experimentalMinChunkSize: 6_000 } },
  },
  test: { include: ['test/**/*.test.{js,jsx}', 'src/**/*.test.{js,jsx}'] },
});
