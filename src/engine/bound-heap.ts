import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';

const enoughYoungBytes = 8e6; // half of that costs CPU time, and the eightfold that V8 takes by itself saves none

/**
Asks V8 to hold less: to collect once the heap has grown by a fifth (left to itself it holds 25 to 100 MB more after a night of 5 million lines, and reads it no
faster), what is outside of it (the bytes of pipes) counting as well; and to let the young generation grow no further once it is large enough.

@param afterMs - Code that was kept under other flags is none (`src/kept-code.ts`): they are set when all is loaded, and what is to be kept was.
@returns To be called now and then, until the young generation is large enough: only a flag of the whole process can stop its growth.
*/
export function boundHeap(afterMs: number): () => void {
	let state: 'starting' | 'growing' | 'bound' = 'starting';
	setTimeout(() => {
		setFlagsFromString('--heap-growing-percent=20');
		setFlagsFromString('--external-memory-accounted-in-global-limit');
		state = 'growing';
	}, afterMs).unref();
	return () => {
		if (state === 'growing' && youngBytes() >= enoughYoungBytes) {
			state = 'bound';
			setFlagsFromString('--semi-space-growth-factor=1');
		}
	};
}

const youngBytes = (): number => getHeapSpaceStatistics().find(space => space.space_name === 'new_space')?.space_size ?? 0;
