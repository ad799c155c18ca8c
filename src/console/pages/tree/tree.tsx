export const Tree = () => <p>board</p>;
