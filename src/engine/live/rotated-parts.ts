import type {FileStore} from '../../history/byte-store.ts';
import type {History} from '../../history/history.ts';

const keptParts = 8;

/** Files that a followed name pointed to before: the last few are kept open, so that their lines can be read back. */
export class RotatedParts {
	readonly #history: History;
	readonly #stores: FileStore[] = [];

	constructor(history: History) {
		this.#history = history;
	}

	keep(store: FileStore): void {
		this.#stores.push(store);
		if (this.#stores.length > keptParts) {
			const oldest = this.#stores.shift();
			this.#history.drop(({store}) => store === oldest);
			oldest?.close();
		}
	}

	close(): void {
		for (const store of this.#stores.splice(0)) {
			store.close();
		}
	}
}
