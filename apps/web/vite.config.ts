import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API listens during development. */
const apiOrigin = 'http://127.0.0.1:3000';

/**
 * Builds into `apps/web/dist`. Nothing is inlined, neither script nor picture, because the server's
 * content security policy allows the own origin and nothing else.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: 'es2022' },
  server: {
    host: '127.0.0.1',
    // The server takes changes from its own origin alone; in development that is said for the page.
    proxy: { '/api': { target: apiOrigin, changeOrigin: true, headers: { origin: apiOrigin } } },
  },
});
