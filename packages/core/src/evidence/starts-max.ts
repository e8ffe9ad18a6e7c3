/** Workers that may begin with a production. */
export const startsMax = 3;
