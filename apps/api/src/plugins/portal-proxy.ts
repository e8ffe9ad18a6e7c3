import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { signAddress } from "#src/authentication/client-address.ts";

export interface PortalOptions {
  readonly webOrigin: string;
  readonly publicUrl: string;
  readonly secret: string;
  readonly clientAddressOf: (request: FastifyRequest) => string | null;
}

/** Hands every path that no route serves to the portal's own server; registered last. Bodies stream through. */
export async function portalProxy(app: FastifyInstance, options: PortalOptions): Promise<void> {
  const { host, protocol } = new URL(options.publicUrl);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(proxy, {
      upstream: options.webOrigin,
      prefix: "/",
      config: { public: "the portal checks sessions by itself", isPortal: true },
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
