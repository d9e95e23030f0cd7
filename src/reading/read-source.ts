import {closePart, type Source, type SourceReading} from '../sources/index.ts';
import type {ByteInput, StreamSink} from './log-sink.ts';
import {withName} from './with-name.ts';

/**
Reads one source into a sink until it ends, is aborted or the sink is done.

@throws SourceError, CommandStartError
*/
export async function readSource(source: Source, file: number, sink: StreamSink, reading: SourceReading): Promise<void> {
	const inputs = new Map<number, ByteInput>();
	const origin = {file, ...source};
	for await (const event of source.read(reading)) {
		switch (event.type) {
			case 'open':
				inputs.set(event.part.number, sink.open(event.part, origin));
				break;
			case 'bytes':
				withName(source.name, () => inputs.get(event.part.number)?.write(event.bytes));
				await sink.settle?.({isIdle: source.isOnce});
				break;
			case 'close': {
				const {part, reason} = event;
				const input = inputs.get(part.number);
				inputs.delete(part.number);
				withName(source.name, () => (reason === 'truncated' ? input?.cut?.() : input?.end()));
				if (reason === 'rotated') {
					(sink.keepRotated ?? closePart)(part);
				}
				break;
			}
			case 'idle':
				await sink.settle?.({isIdle: true});
				break;
		}
		if (reading.signal.aborted || sink.isDone?.() === true) {
			return;
		}
	}
}
