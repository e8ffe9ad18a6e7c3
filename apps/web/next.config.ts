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
  // Types are checked by verify, of every project at once.
  typescript: { tsconfigPath: "tsconfig.json", ignoreBuildErrors: true },
  // Written for the next build, it costs nearly as much as the build: where there is none, it is left out.
  experimental: { turbopackFileSystemCacheForBuild: process.env.PORTAL_BUILD_CACHE !== "off" },
};

export default config;
