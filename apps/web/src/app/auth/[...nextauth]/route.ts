import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "#src/domains/access/auth-options.ts";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

const handle = (request: NextRequest, context: Context): Promise<Response> => NextAuth(request, context, authOptions());

export { handle as GET, handle as POST };
