export const Why = () => <p>board</p>;
