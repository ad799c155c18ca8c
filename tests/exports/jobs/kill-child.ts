import { endless, newPlace, requestOf } from './support.js';

// A gateway that exports until it is killed: prints the id as soon as something of the file is on the disk.
const place = await newPlace({ home: process.argv[2]! });
const { id } = await place.jobs.start(requestOf(), place.work(endless));
while (place.files().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
console.log(id);
