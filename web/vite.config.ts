import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// A cq-server to develop against: CQ_SERVER_URL=http://127.0.0.1:3000 npm run dev
const server = process.env.CQ_SERVER_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": server, "/.well-known": server } },
  build: {
    target: "es2022",
    // The policy of the pages allows images as data, but a file is kept by browsers for longer.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: { environment: "jsdom", restoreMocks: true },
});
