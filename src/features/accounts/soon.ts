/** The work's result, or `null` where it takes longer than this many milliseconds or is refused. */
export async function soon<Result>(work: Promise<Result>, limit: number): Promise<Result | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, limit, null).unref());
  return Promise.race([work.catch(() => null), late]);
}
