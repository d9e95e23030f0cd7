import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {FileStore} from '../history/byte-store.ts';
import type {History} from '../history/history.ts';
import {Recording} from '../history/recording.ts';
import {closeFile, type OpenedFile, openFile, readFile} from '../sources/index.ts';
import type {Fold} from './fold.ts';
import {openRecorded, openStored} from './inputs.ts';
import type {NamedFile} from './order-files.ts';
import {withName} from './with-name.ts';

export type FilesReading = {
	readonly fold: Fold;
	readonly history: History;
	readonly signal: AbortSignal;
	readonly onNotice: (notice: string) => void;
	/** Called after each chunk. `bytes` were taken from the file since the last call. */
	readonly onRead: (bytes: number) => void;
	/** What is to be closed when nothing is read back any more. */
	readonly onClose: (close: () => void | Promise<void>) => void;
};

const waitAboveBytes = 8 * 1024 * 1024;
const spoolBytes = 4 * 1024 ** 3;

/** Files one after the other, each to its end. Between chunks other work gets its turn. */
export async function readFiles(files: readonly NamedFile[], reading: FilesReading): Promise<void> {
	for (const {path, file} of files) {
		if (!reading.signal.aborted) {
			const opened = openFile(path);
			reading.onClose(() => closeFile(opened));
			await readOne(opened, file, reading);
		}
	}
}

async function readOne(opened: OpenedFile, file: number, reading: FilesReading): Promise<void> {
	const {fold, history, signal, onNotice, onRead} = reading;
	const {write, end} =
		opened.type === 'plain'
			? storedInput(opened.path, openStored(fold, history, file, new FileStore(opened.fd)))
			: openSpooled(opened.path, file, reading);
	let progress = 0;
	let told = 0;
	const onProgress = (bytes: number) => {
		progress = bytes;
	};
	for await (const chunk of readFile(opened, {onNotice, onProgress})) {
		await write(chunk);
		onRead(progress - told);
		told = progress;
		await nextTurn();
		if (signal.aborted) {
			return;
		}
	}
	end();
	onRead(progress - told);
}

type ChunkInput = {readonly write: (bytes: Uint8Array) => void | Promise<void>; readonly end: () => void};

function storedInput(path: string, input: {write(bytes: Uint8Array): void; end(): void}): ChunkInput {
	return {write: bytes => withName(path, () => input.write(bytes)), end: () => withName(path, () => input.end())};
}

/** What can't be read again at an offset, a compressed file or a FIFO, is written to a file that nobody else sees. */
function openSpooled(path: string, file: number, {fold, history, onNotice, onClose}: FilesReading): ChunkInput {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-'));
	const store = new Recording({
		path: join(folder, 'lines'),
		maxBytes: spoolBytes,
		isPrivate: true,
		onNotice: notice => onNotice(`${path}: scrolling back is limited: ${notice}`),
	});
	onClose(async () => {
		await store.close();
		rmSync(folder, {recursive: true, force: true});
	});
	const input = openRecorded(fold, history, {file, stream: 'stdout', isTagged: false, store});
	return {
		async write(bytes) {
			withName(path, () => input.write(bytes, 0));
			if (store.waitingBytes > waitAboveBytes) {
				await store.drain();
			}
			history.drop();
		},
		end: () => input.end(0),
	};
}
