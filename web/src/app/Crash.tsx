// The last net under a page: says so and offers to reload, instead of a white screen.
import { Button } from "antd";
import { Component, type ReactNode } from "react";
import { text } from "../text";

export class Crash extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    const t = text().frame;
    return (
      <div className="state" role="alert">
        <h2>{t.crashed}</h2>
        <p>{t.crashedHint}</p>
        <Button type="primary" onClick={() => window.location.reload()}>{t.reload}</Button>
      </div>
    );
  }
}
