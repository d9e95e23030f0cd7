/** Replies of the engine that are still due. */
export class DueReplies<Reply> {
	readonly #resolvers = new Map<number, (reply: Reply) => void>();

	/** @param to - The number of the request or of the source. */
	next(to: number): Promise<Reply> {
		return new Promise(resolve => this.#resolvers.set(to, resolve));
	}

	arrived(to: number, reply: Reply): void {
		this.#resolvers.get(to)?.(reply);
		this.#resolvers.delete(to);
	}
}
