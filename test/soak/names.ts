import {linesOf, namedLines} from '../helpers/foreign-names.ts';
import {heldBytes} from '../helpers/held-bytes.ts';
import {nameReaders} from '../helpers/readers-of-names.ts';
import {say} from './say.ts';

const filled = 100_000; // by then every table is full
const more = 200_000;
const atOnce = 1000;
const mostBytes = 4e6;

for (const [what, newReader] of Object.entries(nameReaders)) {
	let worst = {held: 0, place: ''};
	for (const [place, named] of Object.entries(namedLines)) {
		const reader = newReader();
		const write = (start: number, end: number) => {
			for (let from = start; from < end; from += atOnce) {
				reader.write(linesOf(named, {from, to: from + atOnce, pad: ''}));
			}
		};
		write(0, filled);
		const begun = heldBytes();
		write(filled, filled + more);
		const held = heldBytes() - begun;
		write(0, atOnce); // it is still alive
		worst = held > worst.held ? {held, place} : worst;
	}
	say(`${what}: after ${more} more names at most ${Math.round(worst.held / 1000)} kB more are held, where each is ${worst.place}`);
	if (worst.held > mostBytes) {
		throw new Error(`${what} grows with each new name where it is ${worst.place}`);
	}
}
