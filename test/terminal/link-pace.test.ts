import test from 'ava';
import fc from 'fast-check';
import {LinkPace} from '../../src/terminal/output/link-pace.ts';

/**
A line to a terminal: accepts everything at once, carries a number of bytes per second, and the terminal answers as soon
as it gets a question.
*/
type Link = {readonly bytesPerSecond: number; readonly oneWayMs: number; readonly answers?: boolean};

/** A frame that was written, and when all of it was on the screen. */
type Shown = {readonly offeredMs: number; readonly writtenMs: number; readonly shownMs: number; readonly isOverdue: boolean};

const frameMs = 100;
const startMs = 1000; // the first frame comes well after the first question

/**
Offers a frame of each size, ten per second, to a writer that keeps the newest one until it may write. In virtual time.
*/
function run({bytesPerSecond, oneWayMs, answers = true}: Link, sizes: readonly number[]): readonly Shown[] {
	const pace = new LinkPace();
	const shown: Shown[] = [];
	let freeMs = 0; // when the line has carried everything written
	let answerMs = Number.POSITIVE_INFINITY;
	let pending: {readonly offeredMs: number; readonly bytes: number} | undefined;
	const send = (bytes: number, nowMs: number, question: string): number => {
		freeMs = Math.max(freeMs, nowMs) + (bytes / bytesPerSecond) * 1000;
		if (question !== '' && answers) {
			answerMs = freeMs + 2 * oneWayMs;
		}
		return freeMs + oneWayMs;
	};
	const write = (nowMs: number) => {
		if (pending !== undefined && pace.waitMs(nowMs) === 0) {
			const {offeredMs, bytes} = pending;
			pending = undefined;
			const isOverdue = pace.isOverdue(offeredMs);
			shown.push({offeredMs, isOverdue, writtenMs: nowMs, shownMs: send(bytes, nowMs, pace.behind(bytes, nowMs))});
		}
	};
	send(40, 0, pace.begin(0));
	for (const [index, bytes] of [...sizes, 0].entries()) {
		const offeredMs = startMs + index * frameMs;
		while (answerMs <= offeredMs) {
			const nowMs = answerMs;
			answerMs = Number.POSITIVE_INFINITY;
			pace.answered(nowMs);
			write(nowMs);
		}
		if (bytes > 0) {
			pending = {offeredMs, bytes};
			write(offeredMs);
		}
	}
	return shown;
}

const sizesTo = (most: number) => fc.array(fc.integer({min: 30, max: most}), {minLength: 20, maxLength: 200});

test('at 9,600 bit/s a frame of up to 700 bytes is on the screen within two seconds, however many are offered', t => {
	fc.assert(
		fc.property(sizesTo(700), fc.integer({min: 0, max: 50}), (sizes, oneWayMs) => {
			const shown = run({bytesPerSecond: 960, oneWayMs}, sizes);
			t.true(shown.length > 1);
			for (const {offeredMs, shownMs} of shown) {
				t.true(shownMs - offeredMs <= 2000, `${shownMs - offeredMs} ms`);
			}
		}),
	);
});

test('on a slow link no large frame is written while another one is on its way', t => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 500, max: 4000}), {minLength: 20, maxLength: 200}), sizes => {
			const shown = run({bytesPerSecond: 960, oneWayMs: 10}, sizes);
			for (const [index, {writtenMs, isOverdue}] of shown.entries()) {
				t.true(index === 0 || writtenMs >= (shown[index - 1]?.shownMs ?? 0));
				t.false(isOverdue, 'slow is not stalled');
			}
		}),
	);
});

test('distant is not slow: with 100 KB/s every frame is written when it is offered, at any distance, once some were answered', t => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: 30, max: 1500}), {minLength: 200, maxLength: 300}),
			fc.integer({min: 0, max: 400}),
			(sizes, oneWayMs) => {
				const shown = run({bytesPerSecond: 100_000, oneWayMs}, sizes).slice(-100);
				for (const [index, {offeredMs, writtenMs}] of shown.entries()) {
					t.is(writtenMs, offeredMs);
					t.is(offeredMs - (shown[0]?.offeredMs ?? 0), index * frameMs);
				}
			},
		),
	);
});

test('a terminal that never answers gets every frame', t => {
	const sizes = Array.from({length: 300}, () => 2000);
	t.is(run({bytesPerSecond: 1e6, oneWayMs: 1, answers: false}, sizes).length, sizes.length);
});

test('one that stops answering is waited for, then gets every frame, and is asked again now and then', t => {
	const pace = new LinkPace();
	pace.begin(0);
	pace.answered(5);
	for (let at = 100; at < 1900; at += 100) {
		t.not(pace.behind(5000, at), '');
		pace.answered(at + 6);
	}
	t.not(pace.behind(5000, 1900), '');
	t.is(pace.waitMs(1910), 0, 'an answer may take a while');
	t.false(pace.isOverdue(2900));
	t.true(pace.isOverdue(3400));
	const waitMs = pace.waitMs(2900);
	t.true(waitMs > 1000);
	t.is(pace.waitMs(2900 + waitMs), 0);
	t.not(pace.behind(5000, 3000 + waitMs), '');
	t.is(pace.behind(5000, 3100 + waitMs), '');
	t.true(pace.isOverdue(5000 + waitMs));
	pace.answered(5100 + waitMs);
	t.false(pace.isOverdue(9000 + waitMs));
});
