import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  agentRules: false,
  devIndicators: false,
  reactStrictMode: true,
  // Pictures are shown as they were logged; a resizer that anybody may ask would only cost.
  images: { unoptimized: true },
  transpilePackages: ["@plumbline/contracts", "@plumbline/config", "@plumbline/ui"],
  turbopack: {
    root: path.join(import.meta.dirname, "../.."),
    resolveAlias: { zod: { browser: "./src/shell/browser-zod.ts" } },
  },
  typescript: { tsconfigPath: "tsconfig.json" },
};

export default config;
