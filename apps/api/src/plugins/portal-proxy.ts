import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { signAddress } from "#src/authentication/client-address.ts";
import { openPortalFiles } from "./portal-files.ts";

export interface PortalOptions {
  readonly webOrigin: string;
  readonly publicUrl: string;
  readonly secret: string;
  /** Where the portal's build keeps what never changes. */
  readonly filesDirectory: string;
  readonly clientAddressOf: (request: FastifyRequest) => string | null;
}

/** Hands every path that no route serves to the portal's own server, but for files of its build; registered last. Bodies stream through. */
export async function portalProxy(app: FastifyInstance, options: PortalOptions): Promise<void> {
  const { host, protocol } = new URL(options.publicUrl);
  const serveFile = await openPortalFiles(options.filesDirectory);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(proxy, {
      upstream: options.webOrigin,
      prefix: "/",
      config: { public: "the portal checks sessions by itself", isPortal: true },
      preHandler: (request, reply, next) => {
        if (!serveFile(request, reply)) next();
      },
      httpMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => {
          const address = options.clientAddressOf(request as FastifyRequest) ?? "";
          return {
            ...headers,
            host: request.headers.host ?? host,
            "x-forwarded-host": request.headers.host ?? host,
            "x-forwarded-proto": protocol.slice(0, -1),
            "x-plumbline-client": address,
            "x-plumbline-client-signature": signAddress(address, options.secret),
          };
        },
        onError: (reply) => {
          reply
            .code(503)
            .header("retry-after", "1")
            .type("text/plain")
            .send("The portal is starting or stopped. The API answers already.\n");
        },
      },
    });
  });
}
