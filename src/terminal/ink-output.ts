import {Writable} from 'node:stream';

/**
The stdout that Ink is given. In its debug mode Ink writes each frame whole, as one string, and as it takes this for no terminal it writes nothing else (no cursor, no paste mode).
*/
export class InkOutput extends Writable {
	readonly isTTY = false;
	columns: number;
	rows: number;

	/**
	@param show - Called with each frame.
	*/
	constructor(columns: number, rows: number, show: (frame: string) => void) {
		super({
			decodeStrings: false,
			write(chunk: unknown, _encoding, done) {
				if (typeof chunk === 'string' && chunk !== '') {
					show(chunk);
				}
				done();
			},
		});
		this.columns = columns;
		this.rows = rows;
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.emit('resize');
	}
}
