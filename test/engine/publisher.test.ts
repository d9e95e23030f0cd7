import test from 'ava';
import {Publisher} from '../../src/engine/publisher.ts';

/** A publisher with a clock of its own, whose frames take a given time. */
function publisherWith(frameMs: number) {
	let nowMs = 0;
	const frames: number[] = [];
	const publisher = new Publisher(
		100,
		() => {
			frames.push(nowMs);
			nowMs += frameMs;
		},
		() => nowMs,
	);
	/** A change at a time; the frames are taken at once. */
	const changeAt = (ms: number) => {
		nowMs = Math.max(nowMs, ms);
		publisher.seen();
		publisher.changed();
	};
	return {publisher, frames, changeAt};
}

test('frames that are made quickly come at the interval', t => {
	const {publisher, frames, changeAt} = publisherWith(5);
	for (let ms = 0; ms <= 500; ms += 10) {
		changeAt(ms);
	}
	publisher.stop();
	t.deepEqual(frames, [0, 100, 200, 300, 400, 500]);
});

test('frames that take long take a third of the time, a single slow one changes nothing, and what is asked for does not wait', t => {
	const {publisher, frames, changeAt} = publisherWith(200);
	for (let ms = 0; ms <= 1900; ms += 100) {
		changeAt(ms);
	}
	// The first two are 200 ms apart, since only one slow frame is known.
	t.deepEqual(frames, [0, 200, 800, 1400]);
	publisher.seen();
	publisher.asked();
	publisher.stop();
	t.is(frames.length, 5);
});
