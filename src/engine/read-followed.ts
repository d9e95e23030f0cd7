import {setImmediate as nextTurn} from 'node:timers/promises';
import {FileStore} from '../history/byte-store.ts';
import type {History} from '../history/history.ts';
import {followFile} from '../sources/index.ts';
import type {Fold} from './fold.ts';
import type {FoldInput} from './fold-input.ts';
import {openStored} from './inputs.ts';
import {RotatedParts} from './rotated-parts.ts';
import {withName} from './with-name.ts';

export type FollowReading = {
	readonly fold: Fold;
	readonly history: History;
	readonly signal: AbortSignal;
	readonly onNotice: (notice: string) => void;
	/** Called before bytes are folded. */
	readonly onArrival: () => void;
	/** Called after them. */
	readonly onRead: (bytes: number) => void;
	/** All that is there was read: what comes from now on is new. */
	readonly onIdle: () => void;
};

/** A followed file, until it is aborted. The lines of a file that was rotated away can still be read back for a while; those of one that was emptied are gone. */
export async function readFollowed(
	path: string,
	file: number,
	{fold, history, signal, onNotice, onArrival, onRead, onIdle}: FollowReading,
): Promise<void> {
	const parts = new Map<number, {readonly input: FoldInput; readonly store: FileStore}>();
	const rotated = new RotatedParts(history);
	try {
		for await (const event of followFile(path, {signal, onNotice})) {
			switch (event.type) {
				case 'open': {
					const store = new FileStore(event.part.fd, {startOffset: event.part.startOffset});
					parts.set(event.part.number, {store, input: openStored(fold, history, file, store)});
					break;
				}
				case 'bytes':
					onArrival();
					withName(path, () => parts.get(event.part.number)?.input.write(event.bytes));
					onRead(event.bytes.length);
					await nextTurn();
					break;
				case 'close': {
					const part = parts.get(event.part.number);
					parts.delete(event.part.number);
					if (event.reason === 'rotated') {
						part?.input.end();
						if (part !== undefined) {
							rotated.keep(part.store);
						}
					} else {
						part?.input.cut();
						history.drop(({store}) => store === part?.store);
					}
					onRead(0);
					break;
				}
				case 'idle':
					onIdle();
					break;
			}
		}
	} finally {
		rotated.close();
	}
}
