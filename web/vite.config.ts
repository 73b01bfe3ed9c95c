// How the console is built. `npm run dev` passes /api on to a running `qiuhao serve` (QIUHAO_URL, port 18080 by itself).
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = { "/api": { target: process.env.QIUHAO_URL ?? "http://127.0.0.1:18080", changeOrigin: false } };

export default defineConfig({
  plugins: [react()],
  server: { host: "127.0.0.1", port: 18081, proxy: api },
  preview: { host: "127.0.0.1", port: 18081, proxy: api },
  build: {
    outDir: "../build/web",
    emptyOutDir: true,
    target: "es2021",
    assetsInlineLimit: 0, // no data: addresses but those that the page draws itself
    modulePreload: { polyfill: false }, // the polyfill would be an inline script
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        manualChunks: (id) =>
          id.includes("node_modules")
            ? /[\\/](react|react-dom|scheduler|react-router|react-router-dom|@remix-run|@tanstack)[\\/]/.test(id)
              ? "base"
              : undefined
            : undefined,
      },
    },
  },
});
