import { ProblemError } from "@plumbline/contracts/client";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

const isFinal = (error: unknown) => error instanceof ProblemError && error.problem.status < 500;

/** Live changes keep what is shown fresh; a view that comes back to the front asks again only when it is a minute old. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: { staleTime: 60_000, retry: (failures, error) => !isFinal(error) && failures < 2 },
    },
  });
}

/** The session ended elsewhere: back to the sign-in page, which returns here. */
function leaveWhenSignedOut(error: unknown): void {
  if (!(error instanceof ProblemError) || error.problem.code !== "unauthenticated") return;
  const here = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
