import {Buffer} from 'node:buffer';
import process from 'node:process';
import {buffer} from 'node:stream/consumers';
import {endProcess} from '../../end-process.ts';
import {boundHeap} from '../../engine/bound-heap.ts';
import {readDescriptors} from '../../engine/live/read-descriptors.ts';
import {Recording} from '../../history/recording/recording.ts';
import type {RecordingMark} from '../../history/recording/recording-mark.ts';
import {type Run, WholeLines} from '../../history/recording/whole-lines.ts';
import {identityOfProcess} from '../../processes/identity.ts';

// The process that keeps recording a pipeline after its monitor has quit (`--keep`): `keeper.mjs RECORDING MAX_BYTES
// MARK`, with the pipeline's outputs as descriptors 3 and 4. It holds them open from the start, so the pipeline always
// has a reader. It starts to read when its stdin ends, which happens however obs-top ends, and ends with the outputs.
const [path = '', maxBytes = '', markText = '{}'] = process.argv.slice(2);
const mark: RecordingMark = {...JSON.parse(markText), holders: [identityOfProcess()]};
const newline = 0x0a;

boundHeap(0);
process.on('SIGXFSZ', () => {}); // a file size limit only ends the recording
const lines = {stdout: new WholeLines(), stderr: new WholeLines()};
let recording: Recording | undefined;
let cantRecord = false;

// The beginnings of unfinished lines: that of stdout, a newline, that of stderr.
const handedOver = await buffer(process.stdin).catch(() => Buffer.alloc(0));
const end = handedOver.indexOf(newline);
lines.stdout.push(handedOver.subarray(0, Math.max(0, end)));
lines.stderr.push(handedOver.subarray(end + 1));

await readDescriptors({stdout: 3, stderr: 4}, new AbortController().signal, ({stream, bytes, arrivedMs}) => {
	record(lines[stream].push(bytes), stream, arrivedMs);
	return recording?.whenDue();
});
record(lines.stdout.end(), 'stdout', Date.now());
record(lines.stderr.end(), 'stderr', Date.now());
await recording?.close();
endProcess(0);

function record(run: Run, stream: 'stdout' | 'stderr', atMs: number): void {
	if (run.lines > 0) {
		recording ??= open();
		recording?.append(run, stream, atMs);
	}
}

/** Without room for a recording, the pipeline is still read, because it must not block. */
function open(): Recording | undefined {
	if (cantRecord) {
		return undefined;
	}
	try {
		return new Recording({place: {path, mark, isContinued: true}, maxBytes: Number(maxBytes), onNotice: () => {}});
	} catch {
		cantRecord = true;
		return undefined;
	}
}
