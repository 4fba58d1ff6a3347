// Frames and seconds. Seconds are the clip's own; a player's clock is `lead` ahead of it.
V.clock = {
  // Times in the result are rounded to a millisecond, so a frame begins half of one early.
  ROUNDED: 0.0006,
  rate(take) {
    if (take.fps) return take.fps;
    return take.frames > 1 && take.last > take.first ? (take.frames - 1) / (take.last - take.first) : 24;
  },
  starts(take, frame) {
    if (take.times) return take.times[V.clamp(frame, 0, take.times.length - 1)];
    return frame / this.rate(take);
  },
  frames(take) { return Math.max(1, take.times ? take.times.length : take.frames); },
  frame(take, second) {
    const last = this.frames(take) - 1;
    if (!take.times) return V.clamp(Math.floor((second + this.ROUNDED) * this.rate(take)), 0, last);
    let low = 0, high = last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (take.times[middle] <= second + this.ROUNDED) low = middle; else high = middle - 1;
    }
    return low;
  },
  // The middle of a frame: a player asked for its edge may show either neighbour.
  target(take, frame) {
    const here = this.starts(take, frame);
    const length = frame + 1 < this.frames(take) ? this.starts(take, frame + 1) - here
      : frame ? here - this.starts(take, frame - 1) : 1 / this.rate(take);
    return take.lead + here + length / 2;
  },
  end(take) {
    const last = this.frames(take) - 1;
    return this.starts(take, last) + 1 / this.rate(take);
  },
};
