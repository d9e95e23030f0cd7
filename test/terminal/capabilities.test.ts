import test from 'ava';
import fc from 'fast-check';
import {capabilitiesOf} from '../../src/terminal/capabilities.ts';
import {copySequence} from '../../src/terminal/clipboard.ts';
import {createReplyFilter} from '../../src/terminal/input/drop-replies.ts';

test('colour depends on the command line, then NO_COLOR, then FORCE_COLOR, then the terminal', t => {
	const cases = [
		[{TERM: 'xterm'}, undefined, 1],
		[{TERM: 'xterm-256color'}, undefined, 2],
		[{TERM: 'xterm', COLORTERM: 'truecolor'}, undefined, 3],
		[{TERM: 'foot'}, undefined, 2],
		[{TERM: 'xterm', NO_COLOR: '1'}, undefined, 0],
		[{TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '3'}, undefined, 0],
		[{TERM: 'xterm', NO_COLOR: ''}, undefined, 1],
		[{TERM: 'xterm', FORCE_COLOR: '0'}, undefined, 0],
		[{TERM: 'dumb'}, undefined, 0],
		[{TERM: 'xterm', FORCE_COLOR: '3'}, false, 0],
		[{TERM: 'xterm', NO_COLOR: '1'}, true, 1],
		[{TERM: 'tmux-256color', NO_COLOR: '1'}, true, 2],
	] as const;
	for (const [environment, color, level] of cases) {
		t.is(capabilitiesOf(environment, color).colorLevel, level, JSON.stringify([environment, color]));
	}
});

test('a locale without UTF-8 gets ASCII; no locale at all does not', t => {
	t.true(capabilitiesOf({LANG: 'C'}).ascii);
	t.false(capabilitiesOf({LANG: 'C.UTF-8'}).ascii);
	t.false(capabilitiesOf({LANG: 'C', LC_ALL: 'de_DE.utf8'}).ascii);
	t.false(capabilitiesOf({}).ascii);
});

test('S13: answers of the terminal are dropped, even in two pieces; keys around them pass, and Alt with any key swallows nothing', t => {
	let nowMs = 0;
	const filter = createReplyFilter(() => nowMs);
	t.is(filter('j\x1B]11;rgb:0000/0000/0000\x1B\\k'), 'jk');
	t.is(filter('\x1BP>|xterm(390)\x1B\\'), '');
	t.is(filter('a\x1B]11;rgb:00'), 'a');
	nowMs += 5;
	t.is(filter('00/0000\x07b'), 'b');
	for (const key of ['\x1B]', '\x1BP', '\x1BX', '\x1B^', '\x1B_']) {
		t.is(filter(key), key);
		t.is(filter('q'), 'q');
	}
	t.is(filter('\x1B]11;cut'), '');
	nowMs += 1000;
	t.is(filter('q'), 'q', 'a reply that never ends holds back no key');
});

test('keys without escape sequences pass the reply filter unchanged', t => {
	const filter = createReplyFilter(() => 0);
	fc.assert(
		fc.property(fc.string(), text => {
			t.is(filter(text.replaceAll('\x1B', '')), text.replaceAll('\x1B', ''));
		}),
	);
});

test('S4: a copy is one OSC 52 sequence in base64, wrapped again for tmux; sequences that no terminal accepts are not sent', t => {
	t.is(copySequence('é\x1B', {}), '\x1B]52;c;w6kb\x07');
	t.true(copySequence('x', {TMUX: '/tmp/tmux-0/default,1,0'})?.endsWith('\x1BPtmux;\x1B\x1B]52;c;eA==\x07\x1B\\'));
	t.is(copySequence('x'.repeat(60_000), {}), undefined);
});
